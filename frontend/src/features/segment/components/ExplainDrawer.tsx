import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { Icon } from '@/ui/Icon'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Definition, type Explained, explainQuery } from '../api/sandbox'
import css from './Results.module.css'

interface Props {
  guest: { guest_id: string; name: string }
  definition: Definition
  onClose: () => void
}

/** Why one guest belongs or does not: every condition, whether it holds, and what it was judged by. */
export function ExplainDrawer({ guest, definition, onClose }: Props) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const found = useQuery(explainQuery(guest.guest_id, definition))
  return (
    <Drawer open title={t('segment.whyTitle', { name: guest.name })} size={narrow ? '100%' : 480} onClose={onClose}>
      {found.isPending ? <CardSkeleton lines={4} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Reasons told={found.data} /> : null}
      <p className={css.toGuest}>
        <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
          {t('segment.toGuest')}
        </Link>
      </p>
    </Drawer>
  )
}

function Reasons({ told }: { told: Explained }) {
  const { t } = useTranslation()
  const said = useSaid()
  const leaves = told.conditions.filter((one) => !told.conditions.some((other) => other.at.startsWith(`${one.at}.`)))
  return (
    <>
      <Note>
        {told.belongs ? t('segment.belongs') : t('segment.belongsNot')}
        {told.changes_on ? ` ${t('segment.changesOn', { day: dateText(told.changes_on) })}` : ''}
      </Note>
      <ul className={css.reasons}>
        {leaves.map((one) => (
          <li key={one.at} data-holds={one.holds || undefined}>
            <Icon name={one.holds ? 'check' : 'cross'} size={16} />
            <span>
              {said(one.told)}
              {one.found === null ? null : <span className={css.found}>{t('segment.found', { found: foundText(one.found, t('words.yes'), t('words.no')) })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function foundText(found: Explained['conditions'][number]['found'], yes: string, no: string): string {
  if (typeof found === 'boolean') return found ? yes : no
  if (typeof found === 'number') return String(Number(found.toPrecision(6)))
  return Array.isArray(found) ? found.join(' · ') || '—' : String(found)
}
