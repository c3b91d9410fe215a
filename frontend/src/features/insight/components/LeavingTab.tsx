import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, dateText, moneyText, percentText, roundMoneyText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { rowsOf } from '@/lib/pages'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type LeavingGuest, type LeavingSummary, useLeaving, useLeavingSummary } from '../api/leaving'
import { EarlyOrFault } from './Early'
import css from './Leaving.module.css'

const leasts = ['0.5', '0.7', '0.9'] as const

/** Who is leaving, by what is at stake, and why. */
export function LeavingTab() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const least = Number(leasts.find((one) => one === search.least) ?? leasts[0])
  const told = useLeavingSummary(least)
  if (told.isPending) return <CardSkeleton lines={8} />
  if (told.isError)
    return (
      <EarlyOrFault error={told.error} onRetry={() => void told.refetch()} title={t('insight_leaving.early')} kind="leaving">
        {t('insight_leaving.earlyWords')}
      </EarlyOrFault>
    )
  return (
    <div className={css.stack}>
      <Summary sums={told.data} />
      <Guests sums={told.data} />
    </div>
  )
}

function Summary({ sums }: { sums: LeavingSummary }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const choices = leasts.map((value) => ({ value, label: t('insight_leaving.least', { share: percentText(Number(value), 0) }) }))
  return (
    <Card
      title={t('insight_leaving.title', { days: sums.horizon_days })}
      aside={<Segmented size="small" value={String(sums.least) as (typeof leasts)[number]} options={choices} onChange={(value) => change({ least: value === leasts[0] ? undefined : value })} />}
    >
      <p className={css.lead}>{t('insight_leaving.sum', { count: sums.guests, guests: countText(sums.guests), expected: countText(Math.round(sums.expected_to_leave)), stake: roundMoneyText(sums.at_stake_minor, sums.currency) })}</p>
      <ul className={css.stages}>
        {sums.stages.map((one) => (
          <li key={one.stage}>
            <button type="button" className={css.stage} aria-pressed={search.stage === one.stage} onClick={() => change({ stage: search.stage === one.stage ? undefined : one.stage })}>
              <span>{said(one.name)}</span>
              <b>{roundMoneyText(one.at_stake_minor, sums.currency)}</b>
              <span>{t('insight_leaving.of', { count: one.guests, guests: countText(one.guests) })}</span>
            </button>
          </li>
        ))}
      </ul>
      {sums.policy_days === sums.horizon_days ? null : <Note>{t('insight_leaving.policy', { days: sums.horizon_days, next: sums.policy_days })}</Note>}
      <Note>{said(sums.what_worked)}</Note>
    </Card>
  )
}

function Guests({ sums }: { sums: LeavingSummary }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search] = useAddress()
  const stage = sums.stages.find((one) => one.stage === search.stage)
  const pages = useLeaving(sums.least, stage?.stage)
  if (pages.isPending) return <CardSkeleton lines={12} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const guests = rowsOf(pages)
  return (
    <Card title={stage ? t('insight_leaving.guestsOf', { stage: said(stage.name) }) : t('insight_leaving.guests')} aside={t('insight_leaving.byStake')}>
      {guests.length === 0 ? <EmptyState icon="check" title={t('insight.nobody')} /> : null}
      <ul className={css.guests}>
        {guests.map((guest) => (
          <Guest key={guest.guest_id} guest={guest} currency={sums.currency} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </Card>
  )
}

function Guest({ guest, currency }: { guest: LeavingGuest; currency: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const against = guest.reasons.filter((one) => one.weight > 0).slice(0, 3)
  return (
    <li className={css.guest}>
      <div>
        <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
          {guest.name || t('insight.nameless')}
        </Link>{' '}
        {guest.stage_name ? <Tag tone={guest.stage === 'at_risk' ? 'amber' : 'grey'}>{said(guest.stage_name)}</Tag> : null}
        <p className={css.rhythm}>
          {guest.own_rhythm_days === null ? t('insight_leaving.silent', { count: guest.silent_days }) : t('insight.rhythm', { days: guest.own_rhythm_days, since: guest.silent_days })}
          {guest.expected_back_on ? ` · ${t('insight_leaving.backOn', { on: dateText(guest.expected_back_on) })}` : ''}
        </p>
      </div>
      {guest.reasons.length === 0 ? (
        <p className={css.rhythm}>{t('insight_leaving.whyOnPage')}</p>
      ) : (
        <ul className={css.why}>
          {against.map((one) => (
            <li key={one.name}>{said(one.words)}</li>
          ))}
        </ul>
      )}
      <div className={css.stake}>
        <b>{guest.value_at_stake_minor === null ? '—' : moneyText(guest.value_at_stake_minor, currency, true)}</b>
        <span>{t('insight_leaving.chance', { share: percentText(guest.chance, 0) })}</span>
      </div>
    </li>
  )
}
