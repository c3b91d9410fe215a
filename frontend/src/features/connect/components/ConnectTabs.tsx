import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import css from './ConnectTabs.module.css'

const places = [
  { to: '/sources', name: 'sources' },
  { to: '/runs', name: 'runs' },
  { to: '/quarantine', name: 'quarantine' },
] as const

/** The three views of where data comes from. */
export function ConnectTabs() {
  const { t } = useTranslation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav className={css.tabs} aria-label={t('connect.views')}>
      {places.map((place) => (
        <Link key={place.to} to={place.to} className={css.tab} aria-current={path === place.to ? 'page' : undefined}>
          {t(`connect.view.${place.name}`)}
        </Link>
      ))}
    </nav>
  )
}
