import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { rowsOf } from '@/lib/pages'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { Scroll } from '@/ui/Scroll'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { useSaved } from '@/ui/useSaved'
import { type BookingDifference, type Comparison, isUnderWay, useCancelComparison, useCompare, useComparison, useDifferences } from '../../api/liability'
import css from '../Loyalty.module.css'
import own from './Liability.module.css'

/** Whether the points of purchases are what the rules give for the bookings; each that differs is listed. */
export function BookingsCard({ programmeId }: { programmeId: string }) {
  const { t } = useTranslation()
  const found = useComparison(programmeId)
  const compare = useCompare(programmeId)
  const saved = useSaved()
  const may = useMayForCompany('manage_loyalty')
  if (found.isPending) return <CardSkeleton lines={3} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const again = (
    <Button type="link" size="small" loading={compare.isPending || isUnderWay(found.data)} onClick={() => compare.mutate(undefined, saved(t('loyalty_liability.compareOrdered')))}>
      {t('loyalty_liability.compare')}
    </Button>
  )
  return (
    <Card title={t('loyalty_liability.bookings')} aside={may ? again : null}>
      {found.data ? <Compared comparison={found.data} may={may} /> : <p className="muted">{t('loyalty_liability.notCompared')}</p>}
      <Note>{t('loyalty_liability.bookingsNote')}</Note>
    </Card>
  )
}

function Compared({ comparison, may }: { comparison: Comparison; may: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (isUnderWay(comparison)) return <Running comparison={comparison} may={may} />
  if (comparison.state === 'cancelled') return <Note>{t('loyalty_liability.compareCancelled')}</Note>
  if (comparison.state === 'failed') return <Status tone="cinnabar">{said(comparison.message)}</Status>
  const figures = { purchases: countText(comparison.purchases), rules: countText(comparison.by_rules), ledger: countText(comparison.in_ledger) }
  return (
    <>
      <p className={own.verdict}>
        <Status tone={comparison.found === 0 ? 'jade' : 'amber'}>{comparison.found === 0 ? t('loyalty_liability.agree') : t('loyalty_liability.differing', { count: comparison.found })}</Status>{' '}
        {t('loyalty_liability.bookingsCount', figures)}{' '}
        <span className="muted">
          <Instant at={comparison.as_of} />
        </span>
      </p>
      {comparison.found > 0 ? <Differences comparisonId={comparison.id} /> : null}
    </>
  )
}

function Running({ comparison, may }: { comparison: Comparison; may: boolean }) {
  const { t } = useTranslation()
  const cancel = useCancelComparison(comparison.programme_id)
  const saved = useSaved()
  const stop = (
    <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(undefined, saved(t('loyalty_liability.compareCancelled')))}>
      {t('words.cancel')}
    </Button>
  )
  return (
    <p role="status">
      {t('loyalty_liability.comparing', { purchases: countText(comparison.purchases) })} {may ? stop : null}
    </p>
  )
}

function Differences({ comparisonId }: { comparisonId: string }) {
  const { t } = useTranslation()
  const pages = useDifferences(comparisonId)
  return (
    <>
      <Scroll label={t('loyalty_liability.bookings')}>
        <table className={css.table}>
          <thead>
            <tr>
              {(['booking', 'countsOn', 'byRules', 'inLedger', 'why'] as const).map((one) => (
                <th scope="col" key={one} data-words={one === 'why' || undefined}>
                  {t(`loyalty_liability.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(pages).map((one) => (
              <Difference key={`${one.booking_id} ${one.part} ${one.member_id ?? ''}`} one={one} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('loyalty_liability.more')}
        </Button>
      ) : null}
    </>
  )
}

function Difference({ one }: { one: BookingDifference }) {
  const { t } = useTranslation()
  return (
    <tr>
      <th scope="row">
        <Link to="/bookings/$bookingId" params={{ bookingId: one.booking_id }}>
          {one.part || t('loyalty_liability.openBooking')}
        </Link>
      </th>
      <td>{one.counts_on ? dateText(one.counts_on) : '—'}</td>
      <td>{countText(one.by_rules)}</td>
      <td>{countText(one.in_ledger)}</td>
      <td data-words>{one.why ? t(`loyalty_liability.whys.${one.why}`) : t('loyalty_liability.whyUnknown')}</td>
    </tr>
  )
}
