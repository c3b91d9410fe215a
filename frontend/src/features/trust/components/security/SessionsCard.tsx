import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { useFault } from '@/ui/useFault'
import { type DeviceSession, useEndSessions, useSessions } from '../../api/security'
import css from './Security.module.css'
import { deviceName } from './device'
import { momentOf } from './moment'

/** Where this person is signed in; what is ended here is ended there at once. */
export function SessionsCard() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const fault = useFault()
  const sessions = useSessions()
  const end = useEndSessions()
  if (sessions.isPending) return <CardSkeleton lines={3} />
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
  const list = sessions.data.toSorted((a, b) => Number(b.is_current) - Number(a.is_current) || b.created_at - a.created_at)
  const others = list.filter((one) => !one.is_current)
  const stop = (which: readonly DeviceSession[]) => end.mutate(which.map((one) => one.id), { onError: (error) => void message.error(fault(error)) })
  return (
    <Card
      title={t('trust_security.sessions')}
      aside={
        others.length > 1 ? (
          <Button type="link" danger onClick={() => stop(others)}>
            {t('trust_security.endOthers')}
          </Button>
        ) : null
      }
    >
      <p className={css.words}>{t('trust_security.sessionsWords')}</p>
      <ul>
        {list.map((one) => (
          <li key={one.id} className={css.row}>
            <Icon name="system" />
            <div>
              <div className={css.name}>
                {deviceName(one.user_agent)}
                {one.is_current ? <Tag tone="jade">{t('trust_security.thisDevice')}</Tag> : null}
              </div>
              <div className="muted small">
                {one.ip} · {t('trust_security.since')} <Instant at={momentOf(one.created_at)} /> · {t('trust_security.lastSeen')}{' '}
                <Instant at={momentOf(one.last_seen_at)} relative />
              </div>
            </div>
            {one.is_current ? null : (
              <Button type="link" danger loading={end.isPending} onClick={() => stop([one])}>
                {t('trust_security.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
