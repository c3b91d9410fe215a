import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText, percentText } from '@/lib/format'
import type { CouponBatch, CouponTerms, MemberCoupon } from '@/lib/coupons'
import { useListed, useSaid } from '@/lib/i18n'
import type { Programme } from '@/lib/loyalty'
import { useTierNames } from '@/lib/tiers'
import { useBookingWords } from '../BookingWords'
import { dayBefore } from '../LoyaltyWords'

/** The words of coupons that several pages say: what one is worth, where and when it may be used. */
export function useCouponWords(programme: Programme | undefined) {
  const { t } = useTranslation()
  const listed = useListed()
  const names = useTierNames(programme?.id)
  const { line, channel } = useBookingWords()
  const money = (minor: number) => moneyText(minor, programme?.currency ?? '')
  const tiers = (codes: readonly string[]) => listed(codes.map(names))
  function off(terms: CouponTerms): string {
    if (terms.worth === 'amount') return t('loyalty_coupons.worth.amount', { money: money(terms.amount_minor) })
    if (terms.worth === 'balance') return t('loyalty_coupons.worth.balance', { money: money(terms.amount_minor) })
    if (terms.worth === 'item') return t('loyalty_coupons.worth.item', { item: terms.item })
    const percent = percentText(terms.permille / 1000, terms.permille % 10 === 0 ? 0 : 1)
    return terms.off_max_minor === null ? t('loyalty_coupons.worth.percent', { percent }) : t('loyalty_coupons.worth.percentMost', { percent, money: money(terms.off_max_minor) })
  }
  /** Returns where it may be used; nothing where it may be used anywhere. */
  const only = (terms: CouponTerms): string[] =>
    [
      terms.spend_min_minor > 0 ? t('loyalty_coupons.only.spend', { money: money(terms.spend_min_minor) }) : '',
      terms.lines.length > 0 ? t('loyalty_coupons.only.lines', { values: listed(terms.lines.map(line)) }) : '',
      terms.channels.length > 0 ? t('loyalty_coupons.only.channels', { values: listed(terms.channels.map(channel)) }) : '',
      terms.tiers.length > 0 ? t('loyalty_coupons.only.tiers', { values: tiers(terms.tiers) }) : terms.is_for_members ? t('loyalty_coupons.only.members') : '',
      terms.travel_from || terms.travel_until ? t('loyalty_coupons.only.travel', { days: span(terms.travel_from, terms.travel_until) }) : '',
      terms.is_combinable ? t('loyalty_coupons.combinable') : '',
    ].filter(Boolean)
  function span(from: string | null, until: string | null): string {
    if (from && until) return t('loyalty_coupons.between', { from: dateText(from), until: dateText(dayBefore(until)) })
    if (from) return t('loyalty_coupons.from', { from: dateText(from) })
    return until ? t('loyalty_words.until', { date: dateText(dayBefore(until)) }) : ''
  }
  /** Returns when it may be used to book. */
  const days = (terms: CouponTerms): string => [span(terms.valid_from, terms.valid_until), terms.days === null ? '' : t('loyalty_coupons.within', { count: terms.days })].filter(Boolean).join(t('words.semicolon')) || t('loyalty_words.forGood')
  /** Returns why a batch cannot be given to the member; nothing where it can. */
  function short(batch: CouponBatch, tier: string, had: number): string {
    const { terms } = batch
    if (batch.left < 1) return t('loyalty_coupons.gone')
    if (terms.valid_until && terms.valid_until <= new Date().toLocaleDateString('sv')) return t('loyalty_coupons.over')
    if (terms.tiers.length > 0 && !terms.tiers.includes(tier)) return t('loyalty_coupons.only.tiers', { values: tiers(terms.tiers) })
    return terms.claims_max !== null && had >= terms.claims_max ? t('loyalty_coupons.hasMost', { count: had }) : ''
  }
  /** Returns what is on a coupon now. */
  function left(one: MemberCoupon): string {
    if (one.left < 1) return t('loyalty_coupons.usedUp')
    return one.worth === 'balance' ? t('loyalty_coupons.balanceLeft', { money: money(one.left) }) : t('loyalty_coupons.usesLeft', { count: one.left, amount: countText(one.left) })
  }
  return { off, only, days, short, left, money }
}

/** What a bundle holds: codes of batches and how many of each, a pair as far as the types of answers tell. */
interface Parts {
  parts: readonly { batch: string; count: number }[]
}

/** Returns the words for what is in a bundle. */
export function useBundleWords(batches: readonly CouponBatch[]) {
  const { t } = useTranslation()
  const said = useSaid()
  const listed = useListed()
  function name(code: string): string {
    const batch = batches.find((one) => one.code === code)
    return batch ? said(batch.name) : code
  }
  return (bundle: Parts) => listed(bundle.parts.map(({ batch, count }) => t('loyalty_coupons.bundle.part', { name: name(batch), count })))
}
