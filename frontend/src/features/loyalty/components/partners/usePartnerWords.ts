import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText } from '@/lib/format'
import type { Tone } from '@/ui/StatusTag'
import { dayBefore } from '@/ui/LoyaltyWords'
import type { Partner, PartnerLine, PartnerRate, PartnerRatesVersion } from '../../api/partners'

export const stateTones = { draft: 'grey', active: 'jade', ended: 'grey' } as const satisfies Record<Partner['state'], Tone>
export const lineTones = { held: 'amber', booked: 'jade', cancelled: 'grey', lapsed: 'grey' } as const satisfies Record<PartnerLine['state'], Tone>

/** The words of a partner: what was agreed, and what is owed to whom. */
export function usePartnerWords(partner: Partner) {
  const { t } = useTranslation()
  const money = (minor: number) => moneyText(minor, partner.currency)
  const step = (rate: PartnerRate) => (rate.unit === 'money' ? money(rate.per) : t('loyalty_partners.theirPoints', { points: countText(rate.per) }))
  const rate = (kind: 'earn' | 'burn', one: PartnerRate | null | undefined) =>
    one ? t(`loyalty_partners.sentence.${kind}`, { points: countText(one.points), step: step(one), price: money(one.price_per_1000) }) : t(`loyalty_partners.sentence.no_${kind}`)
  /** Returns both sides of what was agreed, what is agreed first. */
  const rates = ({ rates: { earn, burn } }: PartnerRatesVersion) => [rate('earn', earn), rate('burn', burn)]
  /** Returns from which day on, and until which. */
  const days = ({ valid_from, valid_until }: PartnerRatesVersion) =>
    valid_until ? t('loyalty_coupons.between', { from: dateText(valid_from), until: dateText(dayBefore(valid_until)) }) : t('loyalty_coupons.from', { from: dateText(valid_from) })
  /** Returns who owes whom, after both sides were set off. */
  const net = (minor: number) => (minor === 0 ? t('loyalty_partners.even') : t(minor > 0 ? 'loyalty_partners.owesUs' : 'loyalty_partners.weOwe', { money: money(Math.abs(minor)) }))
  const amount = (line: PartnerLine, unit: PartnerRate['unit'] | undefined) => (line.amount === null ? '—' : unit === 'points' ? t('loyalty_partners.theirPoints', { points: countText(line.amount) }) : money(line.amount))
  return { money, rates, days, net, amount }
}
