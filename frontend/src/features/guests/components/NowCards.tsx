import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, periodText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import { type BookingSummary, fieldOf, type Guest, useBookingsOf } from '../api/guests'
import css from './Guest.module.css'

const DAY_MS = 86_400_000
const BIRTHDAY_SOON_DAYS = 30
/** A trip that began so long ago may still be under way. */
const STAY_DAYS_MAX = 14
const notHappening = ['cancelled', 'no_show']

function daysFromToday(iso: string): number {
  const today = new Date()
  const midnight = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  return Math.round((Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) - midnight) / DAY_MS)
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
}

/** Days until the birthday comes round, by month and day alone; the year may be masked. */
function daysToBirthday(birthDate: string | undefined): number | null {
  const monthDay = /\d{2}-\d{2}$/.exec(birthDate ?? '')?.[0]
  if (!monthDay) return null
  const year = new Date().getFullYear()
  const days = daysFromToday(`${year}-${monthDay}`)
  return days >= 0 ? days : daysFromToday(`${year + 1}-${monthDay}`)
}

/** Of the bookings at hand, the next one to start and the last one that ended. */
function nextAndLast(bookings: readonly BookingSummary[]): { next?: BookingSummary; last?: BookingSummary } {
  const real = bookings.filter((one) => one.starts_on && !notHappening.includes(one.status))
  const sorted = [...real].sort((a, b) => (a.starts_on ?? '').localeCompare(b.starts_on ?? ''))
  return {
    next: sorted.find((one) => daysFromToday(one.ends_on ?? one.starts_on ?? '') >= 0),
    last: sorted.filter((one) => daysFromToday(one.ends_on ?? one.starts_on ?? '') < 0).at(-1),
  }
}

/** What a receptionist asks first: what comes next, what was last, what to celebrate, how often. */
export function NowCards({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const ahead = useBookingsOf(guest.id, dayBefore(STAY_DAYS_MAX))
  const { next } = nextAndLast(rowsOf(ahead))
  const { last } = nextAndLast(rowsOf(useBookingsOf(guest.id)))
  const birthday = fieldOf(guest, 'birth_date')?.best.text
  const days = daysToBirthday(birthday)
  const isSoon = days !== null && days <= BIRTHDAY_SOON_DAYS
  if (guest.line.bookings === 0 && !isSoon) return null
  return (
    <div className={css.trips}>
      {next ? (
        <Trip booking={next} label={t('guests.next')} days={daysFromToday(next.starts_on ?? '')} />
      ) : ahead.isSuccess ? (
        <Now label={t('guests.next')} title={t('guests.nextNone')}>
          {t('guests.nextNoneWords')}
        </Now>
      ) : null}
      {isSoon ? (
        <Now tone="attention" label={t('guests.celebrate')} title={t('guests.birthdayOn', { date: birthday?.slice(-5) })}>
          {days === 0 ? t('guests.birthdayToday') : t('guests.inDays', { count: days })}
        </Now>
      ) : null}
      {last ? <Trip booking={last} label={t('guests.last')} days={daysFromToday(last.ends_on ?? last.starts_on ?? '')} /> : null}
      {guest.line.bookings > 0 ? (
        <Link to="/bookings" search={{ guest_id: guest.id }} className={css.trip}>
          <span>{t('guests.bookings')}</span>
          <span>{countText(guest.line.bookings)}</span>
          <span>{t('guests.bookingsAll')}</span>
        </Link>
      ) : null}
    </div>
  )
}

function Now({ tone, label, title, children }: { tone?: 'attention'; label: string; title: string; children: ReactNode }) {
  return (
    <div className={css.trip} data-tone={tone}>
      <span>{label}</span>
      <span>{title}</span>
      <span>{children}</span>
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
