import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { periodText } from '@/lib/format'
import { BookingState, useBookingWords } from '@/ui/BookingWords'
import { Instant, Money } from '@/ui/Money'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Column } from '@/ui/table/types'
import type { BookingSummary } from '../api/bookings'

export function useBookingColumns(): Column<BookingSummary>[] {
  const { t } = useTranslation()
  const { line, channel } = useBookingWords()
  const { where } = usePlaceWords()
  return useMemo(
    () => [
      { key: 'key', title: t('bookings.key'), render: (booking) => booking.booking_key },
      { key: 'status', title: t('bookings.status'), render: (booking) => <BookingState value={booking.status} /> },
      { key: 'line', title: t('bookings.line'), render: (booking) => line(booking.line) },
      { key: 'where', title: t('bookings.where'), render: where },
      { key: 'when', title: t('bookings.when'), render: (booking) => periodText(booking.starts_on, booking.ends_on) },
      { key: 'booker', title: t('bookings.booker'), render: (booking) => booking.booker_name, wideOnly: true },
      { key: 'total', title: t('bookings.total'), align: 'right', render: (booking) => <Money minor={booking.total_minor} currency={booking.currency} /> },
      { key: 'booked', title: t('bookings.booked'), render: (booking) => <Instant at={booking.booked_at} />, wideOnly: true },
      { key: 'source', title: t('bookings.source'), render: (booking) => booking.source_name, wideOnly: true, optional: true },
      { key: 'channel', title: t('bookings.channel'), render: (booking) => channel(booking.channel), wideOnly: true, optional: true },
    ],
    [t, line, channel, where],
  )
}
