import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText, periodText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Column } from '@/ui/table/types'
import type { BookingAtRisk } from '../api/risks'
import css from './Risks.module.css'

/** The columns of the bookings at risk; amounts are in the reporting currency. */
export function useRiskColumns(currency: string): Column<BookingAtRisk>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const { line } = useBookingWords()
  const { where } = usePlaceWords()
  return useMemo(
    () => [
      { key: 'booking', title: t('insight_risks.booking'), render: ({ booking }) => booking.booking_key },
      { key: 'stake', title: t('insight_risks.stake'), align: 'right', render: (row) => <Rounded minor={row.at_stake_minor} currency={currency} /> },
      { key: 'chance', title: t('insight_risks.chance'), align: 'right', render: (row) => percentText(row.chance, 0) },
      { key: 'amount', title: t('insight_risks.amount'), align: 'right', render: (row) => <Rounded minor={row.amount_minor} currency={currency} />, wideOnly: true },
      { key: 'why', title: t('insight_risks.why'), render: (row) => <span className={css.why}>{row.reasons.map((one) => said(one)).join(t('insight_risks.and')) || '—'}</span> },
      { key: 'where', title: t('insight_risks.where'), render: ({ booking }) => where(booking) || line(booking.line) },
      { key: 'when', title: t('insight_risks.when'), render: ({ booking }) => periodText(booking.starts_on, booking.ends_on) },
      { key: 'booker', title: t('insight_risks.booker'), render: ({ booking }) => <Booker id={booking.booker_id} name={booking.booker_name} />, wideOnly: true },
      { key: 'line', title: t('insight_risks.line'), render: ({ booking }) => line(booking.line), wideOnly: true, optional: true },
    ],
    [t, said, line, where, currency],
  )
}

/** What is expected is not known to the cent. */
function Rounded({ minor, currency }: { minor: number | null; currency: string }) {
  if (minor === null) return <span className="muted">—</span>
  return <span className="nowrap">{moneyText(minor, currency, true)}</span>
}

function Booker({ id, name }: { id: string | null; name: string }) {
  if (!id || !name) return null
  return (
    <Link className={css.person} to="/guests/$guestId" params={{ guestId: id }}>
      {name}
    </Link>
  )
}
