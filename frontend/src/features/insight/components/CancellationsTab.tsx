import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, moneyText, percentText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import { Card } from '@/ui/Card'
import { ClearFilters, SelectFilter } from '@/ui/Filters'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { EmptyState, NoPermission } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import { type RiskSummary, riskFilters, useBookingsAtRisk, useRiskSummary } from '../api/risks'
import { EarlyOrFault } from './Early'
import { useRiskColumns } from './riskColumns'
import css from './Risks.module.css'

/** Which bookings to come may be lost, why, and what that would cost. */
export function CancellationsTab() {
  const { t } = useTranslation()
  if (useMay('view_bookings')) return <Inside />
  return (
    <Card>
      <NoPermission>{t('insight_risks.refused')}</NoPermission>
    </Card>
  )
}

function Inside() {
  const summary = useRiskSummary()
  if (summary.isPending) return <CardSkeleton lines={8} />
  if (summary.isError) return <Unscored error={summary.error} onRetry={() => void summary.refetch()} />
  return (
    <>
      <Sums summary={summary.data} />
      <Bookings summary={summary.data} />
    </>
  )
}

/** Before a model has scored bookings there is nothing to list; anything else went wrong. */
function Unscored({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const mayTrain = useMay('manage_models')
  return (
    <EarlyOrFault error={error} onRetry={onRetry} title={t('insight_risks.unscored')} kind="cancellation">
      {t(mayTrain ? 'insight_risks.unscoredWords' : 'insight_risks.unscoredAsk')}
    </EarlyOrFault>
  )
}

function Sums({ summary }: { summary: RiskSummary }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const share = summary.bookings > 0 ? summary.expected_lost / summary.bookings : 0
  return (
    <div className={css.sums}>
      <StatRow>
        <Stat label={t('insight_risks.ahead')} value={summary.bookings} against={t('insight_risks.asOf', { at: instant(summary.as_of) })} />
        <Stat label={t('insight_risks.expected')} value={countText(Math.round(summary.expected_lost))} against={t('insight_risks.ofAhead', { share: percentText(share) })} />
        <Stat label={t('insight_risks.stake')} value={moneyText(summary.at_stake_minor, summary.currency, true)} against={t('insight_risks.ofAmount', { amount: moneyText(summary.amount_minor, summary.currency, true) })} />
      </StatRow>
    </div>
  )
}

function Bookings({ summary }: { summary: RiskSummary }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const pages = useBookingsAtRisk(search)
  const columns = useRiskColumns(summary.currency)
  const isNarrowed = riskFilters.some((name) => search[name])
  const clear = <ClearFilters params={riskFilters} />
  return (
    <DataTable
      name="bookings_at_risk"
      label={t('insight_risks.title')}
      columns={columns}
      pages={pages}
      total={isNarrowed ? null : summary.bookings}
      rowKey={(row) => row.booking.booking_id}
      door={(row) => ({ to: '/bookings/$bookingId', params: { bookingId: row.booking.booking_id } })}
      filters={
        <>
          <Property summary={summary} />
          <Market summary={summary} />
          {clear}
        </>
      }
      empty={
        <EmptyState icon={isNarrowed ? 'search' : 'bookings'} title={isNarrowed ? t('insight_risks.noMatch') : t('insight_risks.none')} action={clear}>
          {isNarrowed ? t('insight_risks.noMatchWords') : t('insight_risks.noneWords')}
        </EmptyState>
      }
    />
  )
}

function Property({ summary }: { summary: RiskSummary }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { line } = useBookingWords()
  const options = summary.properties.map((one) => ({
    value: one.property,
    label: t('insight_risks.choice', { name: one.name ? said(one.name) : line(one.property), count: one.bookings, bookings: countText(one.bookings) }),
  }))
  return <SelectFilter param="property" label={t('insight_risks.property')} options={options} width={180} />
}

function Market({ summary }: { summary: RiskSummary }) {
  const { t } = useTranslation()
  const { country } = usePlaceWords()
  const options = summary.markets.map((one) => ({ value: one.market, label: t('insight_risks.choice', { name: country(one.market), count: one.bookings, bookings: countText(one.bookings) }) }))
  return <SelectFilter param="market" label={t('insight_risks.market')} options={options} width={180} />
}
