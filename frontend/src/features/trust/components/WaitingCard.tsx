import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf } from '@/lib/doors'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useWaiting } from '../api/waiting'
import css from './Hub.module.css'

/** What waits for the person, with the way to act beside it. */
export function WaitingCard() {
  const { t } = useTranslation()
  const said = useSaid()
  const waiting = useWaiting()
  if (waiting.isPending) return <CardSkeleton lines={2} />
  if (waiting.isError) return <ErrorState error={waiting.error} onRetry={() => void waiting.refetch()} />
  return (
    <Card title={t('trust.waiting')} tone={waiting.data.length > 0 ? 'attention' : 'plain'}>
      {waiting.data.length === 0 ? <p className="muted">{t('trust.nothingWaits')}</p> : null}
      <ul>
        {waiting.data.map((notice) => (
          <li key={notice.key} className={css.waiting}>
            <div>
              <div>{said(notice.title)}</div>
              <div className="muted small">
                <Instant at={notice.at} relative />
              </div>
            </div>
            <Link {...addressOf(notice.door)}>
              <Button tabIndex={-1}>{t('trust.look')}</Button>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
