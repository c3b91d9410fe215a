import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deskQuery } from '@/lib/desk'
import css from './SideNavigation.module.css'

/** How much of the person's own desk is due: tasks of today and before, and notes not looked at. */
export function DeskBadge() {
  const { t } = useTranslation()
  const { data } = useQuery(deskQuery)
  const count = (data?.due ?? 0) + (data?.mentions ?? 0)
  if (count === 0) return null
  return (
    <span className={css.count} role="img" aria-label={t('shell.noticesCount', { count })}>
      {count}
    </span>
  )
}
