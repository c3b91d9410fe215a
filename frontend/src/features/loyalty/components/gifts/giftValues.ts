import type { GiftPolicy } from '../../api/gifts'

/** The rules of gift cards in a form, money in whole units. */
export interface GiftValues {
  law: string
  named_max: number
  bearer_max: number
  named_months: number | null
  bearer_months: number | null
  extension_months: number
  hold_hours: number
  ends_forfeit: boolean
  named_is_paid_out: boolean
}

export function valuesOfGift({ named_max_minor, bearer_max_minor, ...kept }: GiftPolicy, unit: number): GiftValues {
  return { ...kept, named_max: named_max_minor / unit, bearer_max: bearer_max_minor / unit }
}

export function giftPolicyOf({ named_max, bearer_max, law, ...kept }: GiftValues, unit: number): GiftPolicy {
  return { ...kept, law: law.trim(), named_months: kept.named_months ?? null, bearer_months: kept.bearer_months ?? null, named_max_minor: Math.round(named_max * unit), bearer_max_minor: Math.round(bearer_max * unit) }
}
