import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useReportingCurrency } from '@/lib/features'
import { dateText, moneyText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { FormDrawer } from '@/ui/FormDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Behind, type GuestIn, useBehind } from '../api/standing'
import css from './Standing.module.css'

/** The guests behind a number. */
export function BehindDrawer({ behind, title, words, onClose }: { behind: Behind; title: string; words?: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={title} onClose={onClose}>
      {words ? <p className="muted">{words}</p> : null}
      <p className={css.listNote}>{t('insight.bySpend')}</p>
      <Guests behind={behind} />
    </FormDrawer>
  )
}

function Guests({ behind }: { behind: Behind }) {
  return <GuestPages pages={useBehind(behind)} />
}

/** Guests page by page, those who spent most on top. */
export function GuestPages({ pages }: { pages: ReturnType<typeof useBehind> }) {
  const { t } = useTranslation()
  const currency = useReportingCurrency()
  if (pages.isPending) return <CardSkeleton lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const guests = rowsOf(pages)
  if (guests.length === 0) return <p className="muted">{t('insight.nobody')}</p>
  return (
    <>
      <ul className={css.guests}>
        {guests.map((guest) => (
          <Guest key={guest.guest_id} guest={guest} currency={currency} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </>
  )
}

function Guest({ guest, currency }: { guest: GuestIn; currency: string }) {
  const { t } = useTranslation()
  return (
    <li className={css.guest}>
      <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
        {guest.name || t('insight.nameless')}
      </Link>
      <b>{moneyText(guest.spend_minor, currency, true)}</b>
      <span>{guest.last_booked_on ? t('insight.lastBooked', { on: dateText(guest.last_booked_on) }) : t('insight.neverBooked')}</span>
      <span data-align="right">{t('insight.bookingsOf', { count: guest.bookings })}</span>
    </li>
  )
}
