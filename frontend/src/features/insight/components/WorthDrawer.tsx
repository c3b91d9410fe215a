import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { moneyText, percentText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { FormDrawer } from '@/ui/FormDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type ScoredGuest, useWorth, type ValueTenth } from '../api/value'
import css from './Standing.module.css'

interface Props {
  tenth: ValueTenth
  currency: string
  onClose: () => void
}

/** The guests who are expected to spend as much as those of a tenth, the highest on top. */
export function WorthDrawer({ tenth, currency, onClose }: Props) {
  const { t } = useTranslation()
  const range = t('insight_value.between', { low: moneyText(tenth.low_minor, currency, true), high: moneyText(tenth.high_minor, currency, true) })
  return (
    <FormDrawer open title={t('insight_value.drawer', { range })} onClose={onClose}>
      <p className="muted">{t('insight_value.drawerWords', { number: tenth.number })}</p>
      <Guests tenth={tenth} currency={currency} />
    </FormDrawer>
  )
}

function Guests({ tenth, currency }: Omit<Props, 'onClose'>) {
  const { t } = useTranslation()
  const pages = useWorth(tenth.low_minor, tenth.high_minor)
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

function Guest({ guest, currency }: { guest: ScoredGuest; currency: string }) {
  const { t } = useTranslation()
  const { expected_bookings_365d: bookings, value_low_minor: low, value_high_minor: high, alive_chance: alive } = guest.scores
  const money = (minor: unknown) => moneyText(Number(minor), currency, true)
  return (
    <li className={css.guest}>
      <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
        {guest.name || t('insight.nameless')}
      </Link>
      <b>{money(guest.value)}</b>
      <span>{bookings == null || alive == null ? '' : t('insight_value.guest', { bookings: Number(bookings).toFixed(1), alive: percentText(Number(alive), 0) })}</span>
      <span data-align="right">{low == null || high == null ? '' : t('insight_value.between', { low: money(low), high: money(high) })}</span>
    </li>
  )
}
