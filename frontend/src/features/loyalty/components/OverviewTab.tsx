import { useTranslation } from 'react-i18next'
import { countText, roundMoneyText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Scroll } from '@/ui/Scroll'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { type Overview, type Programme, useOverview } from '../api/programmes'
import { EndingCard } from './EndingCard'
import css from './Loyalty.module.css'
import { addMonths, lastDayOf, monthNow } from './monthDays'
import { MonthsOfPoints } from './MonthsOfPoints'
import { NextSteps } from './NextSteps'

const SOON = 3

/** How a programme stands: who belongs, what is owed, what ends next, what moved. A draft has nothing of it yet, but things to be done. */
export function OverviewTab({ programme }: { programme: Programme }) {
  return programme.state === 'draft' ? <NextSteps programme={programme} /> : <Standing programme={programme} />
}

function Standing({ programme }: { programme: Programme }) {
  const overview = useOverview(programme.id)
  if (overview.isPending) return <CardSkeleton lines={8} />
  if (overview.isError) return <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
  return (
    <div className={css.page}>
      <Figures programme={programme} overview={overview.data} />
      <MonthsOfPoints programme={programme} months={overview.data.months} />
      <div className={css.pair}>
        <EndingCard programme={programme} ending={overview.data.ending} />
        <OwedCard overview={overview.data} />
      </div>
    </div>
  )
}

function Figures({ programme, overview }: { programme: Programme; overview: Overview }) {
  const { t } = useTranslation()
  const door = `/loyalty/${programme.id}`
  const owed = overview.owed.filter((one) => one.role === 'redeemable').reduce((sum, one) => sum + one.usable + one.reserved, 0)
  const incoming = overview.owed.filter((one) => one.role === 'redeemable').reduce((sum, one) => sum + one.incoming, 0)
  const redeemable = new Set(programme.kinds.filter((one) => one.role === 'redeemable').map((one) => one.code))
  const soon = soonOf(overview, redeemable)
  const until = lastDayOf(addMonths(monthNow(), SOON - 1))
  const worth = roundMoneyText((owed * programme.policy.face_minor_per_1000) / 1000, programme.currency)
  return (
    <StatRow>
      <Stat label={t('loyalty.membersNow')} value={overview.members} against={t('loyalty.membersAgainst', { joined: countText(overview.joined_lately), left: countText(overview.left_lately) })} to={door} search={{ tab: 'members' }} />
      <Stat label={t('loyalty.owed')} value={owed} against={t('loyalty.owedAgainst', { worth })} to={door} search={{ tab: 'members' }} />
      <Stat label={t('loyalty.incoming')} value={incoming} against={t('loyalty.incomingAgainst')} />
      <Stat label={t('loyalty.endingSoon', { months: SOON })} value={soon} against={owed > 0 ? t('loyalty.endingShare', { share: `${((soon / owed) * 100).toFixed(1)}%` }) : null} to={door} search={{ tab: 'members', ends_until: until }} />
    </StatRow>
  )
}

function soonOf(overview: Overview, redeemable: ReadonlySet<string>): number {
  const until = addMonths(monthNow(), SOON - 1)
  return overview.ending.filter((one) => redeemable.has(one.kind) && one.month <= until).reduce((sum, one) => sum + one.points, 0)
}

/** Every kind of points that all members together have. */
function OwedCard({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const said = useSaid()
  const columns = ['usable', 'reserved', 'incoming', 'debt', 'holders'] as const
  return (
    <Card title={t('loyalty.kinds')}>
      <Scroll label={t('loyalty.kinds')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('loyalty.kind')}</th>
              {columns.map((one) => (
                <th scope="col" key={one}>
                  {t(`loyalty.column.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {overview.owed.map((one) => (
              <tr key={one.kind}>
                <th scope="row">{said(one.name)}</th>
                {columns.map((name) => (
                  <td key={name}>{countText(one[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Note>{t('loyalty.kindsNote')}</Note>
    </Card>
  )
}
