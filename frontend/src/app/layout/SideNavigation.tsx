import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { noticesQuery, waits } from '@/lib/notices'
import { Icon } from '@/ui/Icon'
import { DeskBadge } from './DeskBadge'
import { isAt } from './destinations'
import css from './SideNavigation.module.css'
import { useDestinations } from './useDestinations'

export function SideNavigation({ path }: { path: string }) {
  const { t } = useTranslation()
  const groups = useDestinations()
  return (
    <nav className={css.side} aria-label={t('shell.navigation')}>
      <Link to="/" className={css.brand}>
        Xenia <span>宾至</span>
      </Link>
      {groups.map((group) => (
        <div key={group.name} className={css.group}>
          <h2 className={css.label}>{t(`shell.group.${group.name}`)}</h2>
          <ul>
            {group.destinations.map((place) => (
              <li key={place.name}>
                <Link to={place.to} className={css.place} aria-current={isAt(place, path) ? 'page' : undefined}>
                  <Icon name={place.icon} />
                  {t(`shell.place.${place.name}`)}
                  {place.name === 'trust' ? <Waiting /> : null}
                  {place.name === 'tasks' ? <DeskBadge /> : null}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** How much waits for this person in guarding; nothing where nothing waits. */
function Waiting() {
  const { t } = useTranslation()
  const { data = [] } = useQuery(noticesQuery)
  const count = data.filter((notice) => waits(notice) && notice.door.page.startsWith('trust')).length
  if (count === 0) return null
  return (
    <span className={css.count} role="img" aria-label={t('shell.noticesCount', { count })}>
      {count}
    </span>
  )
}
