import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { ReasonTag } from '@/ui/ConsentWords'
import { Tag } from '@/ui/StatusTag'
import { type Channel, type GuestCount, type Purpose, reasons } from '../api/consents'
import css from './Consent.module.css'

interface Props {
  purpose: Purpose
  numbers: GuestCount[]
  onEdit: () => void
}

/** One purpose: its ground, its notice, and where guests stand on each channel. */
export function PurposeCard({ purpose, numbers, onEdit }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <Card
      title={
        <span className={css.head}>
          {said(purpose.name)}
          <Grounds purpose={purpose} />
        </span>
      }
      aside={
        <>
          <Link to="/trust/consents/$purpose" params={{ purpose: purpose.code }} className="nowrap">
            {purpose.notice_version > 0 ? t('trust_consent.noticeVersion', { version: purpose.notice_version }) : t('trust_consent.noticeNone')}
          </Link>
          <Button size="small" onClick={onEdit}>
            {t('trust_consent.change')}
          </Button>
        </>
      }
    >
      <p className={css.words}>
        {said(purpose.description)} {purpose.valid_months ? t('trust_consent.lasts', { count: purpose.valid_months }) : ''}
      </p>
      {purpose.needs_consent || numbers.length > 0 ? <Numbers purpose={purpose} numbers={numbers} /> : null}
    </Card>
  )
}

function Grounds({ purpose }: { purpose: Purpose }) {
  const { t } = useTranslation()
  return (
    <>
      <Tag tone={purpose.needs_consent ? 'jade' : 'slate'}>{t(`trust_consent.pipl.${purpose.pipl_basis}`)}</Tag>
      <Tag tone="grey">{t(`trust_consent.gdpr.${purpose.gdpr_basis}`)}</Tag>
      {purpose.separate ? <Tag tone="plum">{t('trust_consent.separate', { article: purpose.separate })}</Tag> : null}
      {purpose.is_open ? null : <Tag tone="cinnabar">{t('trust_consent.closed')}</Tag>}
    </>
  )
}

function Numbers({ purpose, numbers }: { purpose: Purpose; numbers: GuestCount[] }) {
  const { t } = useTranslation()
  const of = (channel: Channel, reason: string) => numbers.find((one) => one.channel === channel && one.reason === reason)?.guests ?? 0
  const asked = (channel: Channel) => numbers.filter((one) => one.channel === channel).reduce((sum, one) => sum + one.guests, 0)
  return (
    <div className={css.scroll}>
      <table className={css.grid}>
        <thead>
          <tr>
            <th scope="col">{t('trust_consent.channelTitle')}</th>
            <th scope="col" className={css.wide}>
              {t('trust_consent.share')}
            </th>
            {reasons.map((reason) => (
              <th key={reason} scope="col">
                <ReasonTag reason={reason} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {purpose.channels.map((channel) => (
            <tr key={channel}>
              <th scope="row">{t(`trust_consent.channel.${channel}`)}</th>
              <td className={css.wide}>
                <Share part={of(channel, 'given')} whole={asked(channel)} />
              </td>
              {reasons.map((reason) => (
                <td key={reason}>
                  <Number search={{ purpose: purpose.code, channel, reason }} guests={of(channel, reason)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Number({ search, guests }: { search: Record<string, string>; guests: number }) {
  if (guests === 0) return <span className="muted">0</span>
  return (
    <Link to="/trust/consent-guests" search={search}>
      {countText(guests)}
    </Link>
  )
}

/** Of those who said anything, how many agree now. */
function Share({ part, whole }: { part: number; whole: number }) {
  if (whole === 0) return <span className="muted">—</span>
  return (
    <>
      <span className={css.share} aria-hidden="true">
        <i style={{ width: percentText(part / whole, 0) }} />
      </span>
      {percentText(part / whole, 0)}
    </>
  )
}
