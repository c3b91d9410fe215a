import { useTranslation } from 'react-i18next'
import { countText, moneyText } from '@/lib/format'
import { PageSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { type Liability, useLiability } from '../api/liability'
import type { Programme } from '../api/programmes'
import { BookingsCard } from '../components/liability/BookingsCard'
import { ClosingCard } from '../components/liability/ClosingCard'
import { GiftMonthsCard } from '../components/liability/GiftMonthsCard'
import { MonthCard } from '../components/liability/MonthCard'
import { OwedByCohort } from '../components/liability/OwedByCohort'
import { ReconciledCard } from '../components/liability/ReconciledCard'
import css from '../components/Loyalty.module.css'

/** What a programme's points cost: owed by month and cohort, whether it is the ledger and the bookings, and closing a month. */
export function LiabilityPage({ programme }: { programme: Programme }) {
  const liability = useLiability(programme.id)
  if (liability.isPending) return <PageSkeleton cards={3} />
  if (liability.isError) return <ErrorState error={liability.error} onRetry={() => void liability.refetch()} />
  return (
    <div className={css.page}>
      <Figures liability={liability.data} />
      <OwedByCohort liability={liability.data} />
      <div className={css.pair}>
        <ClosingCard liability={liability.data} />
        <ReconciledCard programmeId={programme.id} />
      </div>
      <MonthCard liability={liability.data} />
      <BookingsCard programmeId={programme.id} />
      <GiftMonthsCard programmeId={programme.id} />
    </div>
  )
}

function Figures({ liability }: { liability: Liability }) {
  const { t } = useTranslation()
  const [last, before] = liability.closings.filter((one) => one.state === 'done')
  if (!last) return null
  const { totals } = last
  const month = last.month.slice(0, 7)
  const earned = totals.recognised_minor - (before?.totals.recognised_minor ?? 0)
  const money = (minor: number) => moneyText(minor, liability.currency)
  return (
    <StatRow>
      <Stat label={t('loyalty_liability.owedNow')} value={money(totals.liability_minor)} against={t('loyalty_liability.atEndOf', { month })} />
      <Stat label={t('loyalty_liability.outstanding')} value={totals.outstanding} against={totals.owed > 0 ? t('loyalty_liability.owedByMembers', { points: countText(totals.owed) }) : t('loyalty_liability.atEndOf', { month })} />
      <Stat label={t('loyalty_liability.earnedInMonth')} value={money(earned)} against={t('loyalty_liability.trueUp', { amount: money(totals.true_up_minor) })} />
      <Stat label={t('loyalty_liability.ended')} value={totals.expired + totals.forfeited} against={t('loyalty_liability.sinceBeginning')} />
    </StatRow>
  )
}
