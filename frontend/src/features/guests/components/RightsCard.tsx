import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Tag } from '@/ui/StatusTag'
import type { Guest } from '../api/guests'
import { type GuestRights, useGuestRights } from '../api/rights'

/** Limits on working with this guest's data, and the door to what the guest may ask for by law. */
export function RightsCard({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const { data } = useGuestRights(guest.id)
  const mayHandle = useMay('handle_requests')
  const mayHold = useMay('manage_retention')
  if (!data) return null
  const records = guest.records.map((record) => record.record_id).join(',')
  const isLimited = data.restricted_since !== null || data.objected_since !== null || data.is_held
  if (!isLimited && !mayHandle && !mayHold) return null
  return (
    <Card title={t('trust_requests.rights')} tone={data.restricted_since ? 'attention' : 'plain'}>
      <Limits rights={data} />
      {data.requests.map((one) => (
        <p key={one.id} style={{ margin: '4px 0' }}>
          <Link to="/trust/requests/$requestId" params={{ requestId: one.id }}>
            {t(`trust_requests.kind.${one.kind}`)} · {one.number}
          </Link>{' '}
          <span className="muted">{t(`trust_requests.state.${one.state}`)}</span>
        </p>
      ))}
      <div style={{ display: 'flex', gap: 8, marginTop: 8 }}>
        {mayHandle ? (
          <Link to="/trust/requests" search={{ new: '1', record: records }}>
            <Button size="small" tabIndex={-1}>
              {t('trust_requests.new')}
            </Button>
          </Link>
        ) : null}
        {mayHold && !data.is_held ? (
          <Link to="/trust/retention" search={{ hold: '1', record: records }}>
            <Button size="small" tabIndex={-1}>
              {t('trust_retention.place')}
            </Button>
          </Link>
        ) : null}
      </div>
    </Card>
  )
}

function Limits({ rights }: { rights: GuestRights }) {
  const { t } = useTranslation()
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 6 }}>
      {rights.restricted_since ? <Tag tone="cinnabar">{t('trust_requests.restricted', { date: dateText(rights.restricted_since) })}</Tag> : null}
      {rights.objected_since ? <Tag tone="amber">{t('trust_requests.objected', { date: dateText(rights.objected_since) })}</Tag> : null}
      {rights.is_held ? <Tag tone="plum">{t('trust_requests.held')}</Tag> : null}
    </div>
  )
}
