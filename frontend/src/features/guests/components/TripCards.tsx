import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText, periodText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import { type BookingSummary, type Guest, useBookingsOf } from '../api/guests'
import css from './Guest.module.css'

const DAY_MS = 86_400_000

function daysFromToday(iso: string): number {
  const today = new Date()
  const midnight = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  return Math.round((Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) - midnight) / DAY_MS)
}

const notHappening = ['cancelled', 'no_show']

/** Of the bookings at hand, the next one to start and the last one that ended. */
function nextAndLast(bookings: readonly BookingSummary[]): { next?: BookingSummary; last?: BookingSummary } {
  const real = bookings.filter((one) => one.starts_on && !notHappening.includes(one.status))
  const sorted = [...real].sort((a, b) => (a.starts_on ?? '').localeCompare(b.starts_on ?? ''))
  return {
    next: sorted.find((one) => daysFromToday(one.ends_on ?? one.starts_on ?? '') >= 0),
    last: sorted.filter((one) => daysFromToday(one.ends_on ?? one.starts_on ?? '') < 0).at(-1),
  }
}

/** What a receptionist asks first: what comes next, what was last, how often. */
export function TripCards({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const rows = rowsOf(useBookingsOf(guest.summary.record_id))
  const { next, last } = nextAndLast(rows)
  if (guest.summary.bookings === 0) return null
  return (
    <div className={css.trips}>
      {next ? <Trip booking={next} label={t('guests.next')} days={daysFromToday(next.starts_on ?? '')} /> : null}
      {last ? <Trip booking={last} label={t('guests.last')} days={daysFromToday(last.ends_on ?? last.starts_on ?? '')} /> : null}
      <Link to="/bookings" search={{ record_id: guest.summary.record_id }} className={css.trip}>
        <span>{t('guests.bookings')}</span>
        <span>{countText(guest.summary.bookings)}</span>
        <span>{t('guests.bookingsAll')}</span>
      </Link>
    </div>
  )
}

function Trip({ booking, label, days }: { booking: BookingSummary; label: string; days: number }) {
  const { t } = useTranslation()
  const { line, status } = useBookingWords()
  const { where } = usePlaceWords()
  const distance = days > 0 ? t('guests.inDays', { count: days }) : days < 0 ? t('guests.daysAgo', { count: -days }) : t('guests.today')
  return (
    <Link to="/bookings/$bookingId" params={{ bookingId: booking.booking_id }} className={css.trip}>
      <span>{`${label} · ${distance}`}</span>
      <span>{where(booking) || line(booking.line)}</span>
      <span>{[line(booking.line), periodText(booking.starts_on, booking.ends_on), status(booking.status)].filter(Boolean).join(' · ')}</span>
    </Link>
  )
}
