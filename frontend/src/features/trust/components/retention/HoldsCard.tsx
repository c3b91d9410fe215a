import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Line, Lines, Quiet } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { EmptyState, useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { type LegalHold, useLegalHolds, useLiftHold } from '../../api/retention'

/** What may not go, whatever the rules say. */
export function HoldsCard({ onPlace }: { onPlace: () => void }) {
  const { t } = useTranslation()
  const { data = [] } = useLegalHolds()
  return (
    <div style={{ marginTop: 16 }}>
      <Card
        title={t('trust_retention.holds')}
        aside={
          <Button size="small" onClick={onPlace}>
            {t('trust_retention.place')}
          </Button>
        }
      >
        {data.length === 0 ? <EmptyState icon="lock" title={t('trust_retention.noHolds')}>{t('trust_retention.noHoldsWords')}</EmptyState> : null}
        <Lines>
          {data.map((hold) => (
            <Hold key={hold.id} hold={hold} />
          ))}
        </Lines>
      </Card>
    </div>
  )
}

function Hold({ hold }: { hold: LegalHold }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const lift = useLiftHold()
  async function end(): Promise<void> {
    const question = { title: t('trust_retention.liftTitle'), what: t('trust_retention.liftWhat'), action: t('trust_retention.lift'), danger: true }
    if (await confirm(question)) lift.mutate(hold.id, { onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <li>
      <Line>
        <span>
          {hold.reason}{' '}
          {hold.record_ids.slice(0, 3).map((id) => (
            <Link key={id} to="/guests/$guestId" params={{ guestId: id }} style={{ marginLeft: 8 }}>
              {t('trust_retention.toGuest')}
            </Link>
          ))}
          {hold.booking_id ? (
            <Link to="/bookings/$bookingId" params={{ bookingId: hold.booking_id }} style={{ marginLeft: 8 }}>
              {t('trust_retention.toBooking')}
            </Link>
          ) : null}
        </span>
        <Quiet>
          <Tag tone={hold.is_active ? 'amber' : 'grey'}>
            {hold.is_active ? (hold.until ? t('trust_retention.heldUntil', { date: dateText(hold.until) }) : t('trust_retention.heldOpen')) : t('trust_retention.over')}
          </Tag>
          <span>
            {hold.placed_by} <Instant at={hold.placed_at} />
          </span>
          {hold.is_active ? (
            <Button type="link" size="small" onClick={() => void end()}>
              {t('trust_retention.lift')}
            </Button>
          ) : null}
        </Quiet>
      </Line>
    </li>
  )
}
