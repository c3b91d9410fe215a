import { useTranslation } from 'react-i18next'
import { dateText, moneyText, percentText } from '@/lib/format'
import { useListed } from '@/lib/i18n'
import { useTierNames } from '@/lib/tiers'
import { useBookingWords } from '@/ui/BookingWords'
import { dayBefore } from '@/ui/LoyaltyWords'
import type { MemberPriceTerms, MemberPriceVersion } from '../../api/memberPrices'
import type { Programme } from '../../api/programmes'

/** The words of a member price: what it takes off, for whom, where and when. */
export function usePriceWords(programme: Programme) {
  const { t } = useTranslation()
  const listed = useListed()
  const names = useTierNames(programme.id)
  const { line, channel } = useBookingWords()
  const off = ({ worth, permille, amount_minor }: MemberPriceTerms) =>
    worth === 'permille' ? t('loyalty_prices.off.permille', { percent: percentText(permille / 1000, permille % 10 === 0 ? 0 : 1) }) : t(`loyalty_prices.off.${worth}`, { money: moneyText(amount_minor, programme.currency) })
  const whom = ({ tier_from }: MemberPriceTerms) => (tier_from ? t('loyalty_prices.fromTier', { tier: names(tier_from) }) : t('loyalty_prices.everyMember'))
  /** Returns where it holds; nothing where it holds anywhere. */
  const only = (terms: MemberPriceTerms): string[] =>
    [
      terms.lines.length > 0 ? t('loyalty_rules.only.lines', { values: listed(terms.lines.map(line)) }) : '',
      terms.properties.length > 0 ? t('loyalty_rules.only.properties', { values: listed(terms.properties) }) : '',
      terms.products.length > 0 ? t('loyalty_rules.only.products', { values: listed(terms.products) }) : '',
      terms.channels.length > 0 ? t('loyalty_rules.only.channels', { values: listed(terms.channels.map(channel)) }) : '',
      terms.travel_from || terms.travel_until ? t('loyalty_coupons.only.travel', { days: span(terms.travel_from, terms.travel_until) }) : '',
      terms.is_combinable ? t('loyalty_prices.combinable') : '',
    ].filter(Boolean)
  function span(from: string | null, until: string | null): string {
    if (from && until) return t('loyalty_coupons.between', { from: dateText(from), until: dateText(dayBefore(until)) })
    if (from) return t('loyalty_coupons.from', { from: dateText(from) })
    return until ? t('loyalty_words.until', { date: dateText(dayBefore(until)) }) : ''
  }
  /** Returns for what is booked when. */
  const days = ({ valid_from, valid_until }: MemberPriceVersion) => span(valid_from, valid_until)
  return { off, whom, only, days }
}
