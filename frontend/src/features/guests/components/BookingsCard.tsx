import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, periodText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { BookingState, useBookingWords } from '@/ui/BookingWords'
import { Card } from '@/ui/Card'
import { Money } from '@/ui/Money'
import { usePlaceWords } from '@/ui/PlaceWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { useBookingsOf } from '../api/guests'
import css from './Guest.module.css'

const SHOWN = 5

/** The guest's bookings, the ones booked last on top. */
export function BookingsCard({ guestId, title }: { guestId: string; title: string }) {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const { where } = usePlaceWords()
  const pages = useBookingsOf(guestId)
  const [isAll, setAll] = useState(false)
  if (pages.isPending) return <CardSkeleton lines={6} />
  const rows = rowsOf(pages)
  const hasMore = pages.hasNextPage || (!isAll && rows.length > SHOWN)
  return (
    <Card
      flush
      title={title}
      aside={
        rows.length > 0 ? (
          <Link to="/bookings" search={{ guest_id: guestId }}>
            {t('guests.openAsList')}
          </Link>
        ) : null
      }
    >
      {rows.length === 0 ? <p className="muted" style={{ padding: '0 16px 16px' }}>{t('guests.noBookings')}</p> : null}
      {rows.slice(0, isAll ? undefined : SHOWN).map((booking) => (
        <Link key={booking.booking_id} to="/bookings/$bookingId" params={{ bookingId: booking.booking_id }} className={css.booking}>
          <span>{where(booking) || line(booking.line)}</span>
          <Money minor={booking.total_minor} currency={booking.currency} />
          <small>{[line(booking.line), periodText(booking.starts_on, booking.ends_on) || (booking.booked_at ? t('guests.bookedOn', { date: dateText(booking.booked_at) }) : '')].filter(Boolean).join(' · ')}</small>
          <small>
            <BookingState value={booking.status} />
          </small>
        </Link>
      ))}
      {hasMore ? (
        <div className={css.more} style={{ padding: 8 }}>
          <Button type="text" size="small" loading={pages.isFetchingNextPage} onClick={() => {
              if (isAll || rows.length <= SHOWN) void pages.fetchNextPage()
              setAll(true)
            }}>
            {t('words.more')}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}
