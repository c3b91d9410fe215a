import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { moneyText, periodText, useFormat } from '@/lib/format'
import { BookingState, useBookingWords } from '@/ui/BookingWords'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { usePlaceWords } from '@/ui/PlaceWords'
import { PageSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { type Booking, useBooking } from '../api/bookings'
import css from '../components/Booking.module.css'
import { ItemsCard } from '../components/ItemsCard'
import { LineageCard } from '../components/LineageCard'
import { PartiesCard } from '../components/PartiesCard'
import { PaymentsCard } from '../components/PaymentsCard'
import { VersionsCard } from '../components/VersionsCard'

export function BookingPage() {
  const { t } = useTranslation()
  const { line, channel } = useBookingWords()
  const { where } = usePlaceWords()
  const bookingId = useParam('bookingId')
  const booking = useBooking(bookingId)
  if (booking.isPending) return <PageSkeleton cards={3} />
  if (booking.isError) {
    return (
      <Card>
        <ErrorState error={booking.error} onRetry={() => void booking.refetch()} />
      </Card>
    )
  }
  const { summary } = booking.data
  return (
    <>
      <PageHeader
        crumbs={[{ label: t('bookings.title'), to: '/bookings' }]}
        title={summary.booking_key}
        titleExtra={<BookingState value={summary.status} />}
        subtitle={[line(summary.line), where(summary), channel(summary.channel), summary.source_name].filter(Boolean).join(' · ')}
      />
      <div className={css.page}>
        <Figures booking={booking.data} />
        <div className={css.columns}>
          <div className={css.column}>
            <ItemsCard booking={booking.data} />
            <PaymentsCard booking={booking.data} />
            <VersionsCard bookingId={bookingId} />
          </div>
          <div className={css.column}>
            <PartiesCard booking={booking.data} />
            <LineageCard booking={booking.data} />
          </div>
        </div>
      </div>
    </>
  )
}

function Figures({ booking }: { booking: Booking }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const { summary } = booking
  const people = [
    booking.adults ? t('bookings.adults', { count: booking.adults }) : '',
    booking.children ? t('bookings.children', { count: booking.children }) : '',
  ].filter(Boolean)
  const size = [
    booking.nights ? t('bookings.nights', { count: booking.nights }) : '',
    booking.rooms ? t('bookings.rooms', { count: booking.rooms }) : '',
  ].filter(Boolean)
  return (
    <StatRow>
      {summary.total_minor === null ? null : (
        <Stat label={t('bookings.total')} value={moneyText(summary.total_minor, summary.currency)} against={summary.currency} />
      )}
      {summary.starts_on ? <Stat label={t('bookings.when')} value={periodText(summary.starts_on, summary.ends_on)} against={size.join(' · ')} /> : null}
      {people.length > 0 ? <Stat label={t('bookings.people')} value={people.join(' ')} /> : null}
      {summary.booked_at ? <Stat label={t('bookings.booked')} value={instant(summary.booked_at)} /> : null}
      {booking.cancelled_on ? <Stat tone="trouble" label={t('bookings.cancelled')} value={periodText(booking.cancelled_on, null)} /> : null}
    </StatRow>
  )
}
