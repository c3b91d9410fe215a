import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import css from './BottomBar.module.css'
import { isAt } from './destinations'
import { MoreSheet } from './MoreSheet'
import { useDestinations } from './useDestinations'

const SHOWN = 4

/** The navigation of a narrow screen: at most four places, and the person's own corner with the rest. */
export function BottomBar({ path }: { path: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const places = useDestinations().flatMap((group) => group.destinations)
  return (
    <nav className={css.bar} aria-label={t('shell.navigation')}>
      {places.slice(0, SHOWN).map((place) => (
        <Link key={place.name} to={place.to} className={css.place} aria-current={isAt(place, path) ? 'page' : undefined}>
          <Icon name={place.icon} size={21} />
          {t(`shell.place.${place.name}`)}
        </Link>
      ))}
      <button type="button" className={css.place} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Icon name="user" size={21} />
        {t('shell.mine')}
      </button>
      <MoreSheet open={open} places={places.slice(SHOWN)} onClose={() => setOpen(false)} />
    </nav>
  )
}
