import { useTranslation } from 'react-i18next'
import { moneyText, percentText } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { type ScoredGuest, useWorth, type ValueTenth } from '../api/value'
import { type GuestLine, GuestPages } from './GuestPages'

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
  const money = (minor: unknown) => moneyText(Number(minor), currency, true)
  function line(guest: ScoredGuest): GuestLine {
    const { expected_bookings_365d: bookings, value_low_minor: low, value_high_minor: high, alive_chance: alive } = guest.scores
    return {
      money: money(guest.value),
      words: bookings == null || alive == null ? '' : t('insight_value.guest', { bookings: Number(bookings).toFixed(1), alive: percentText(Number(alive), 0) }),
      end: low == null || high == null ? '' : t('insight_value.between', { low: money(low), high: money(high) }),
    }
  }
  return <GuestPages pages={useWorth(tenth.low_minor, tenth.high_minor)}>{line}</GuestPages>
}
