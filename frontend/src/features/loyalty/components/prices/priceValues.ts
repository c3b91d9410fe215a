import type { MemberPriceTerms, NewMemberPrice } from '../../api/memberPrices'

type Kept = Pick<MemberPriceTerms, 'worth' | 'tier_from' | 'lines' | 'properties' | 'products' | 'channels' | 'is_combinable'>

/** The fields of a member price in a form, money in whole units, shares in percent. */
export interface PriceValues extends Kept {
  code: string
  name_zh: string
  name_en: string
  percent: number | null
  amount: number | null
  travel_from: string
  travel_until: string
  is_whole: boolean
  valid_from: string
  valid_until: string
}

export function emptyPrice(today: string): PriceValues {
  return { code: '', name_zh: '', name_en: '', worth: 'permille', percent: 5, amount: null, tier_from: '', lines: [], properties: [], products: [], channels: [], travel_from: '', travel_until: '', is_whole: true, is_combinable: false, valid_from: today, valid_until: '' }
}

/** Terms as they stand, to be changed from today on. */
export function valuesOfPrice(terms: MemberPriceTerms, today: string, unit: number): PriceValues {
  const { worth, tier_from, lines, properties, products, channels, is_combinable } = terms
  return {
    ...emptyPrice(today),
    worth, tier_from, lines, properties, products, channels, is_combinable,
    percent: terms.permille / 10 || null,
    amount: terms.amount_minor / unit || null,
    travel_from: terms.travel_from ?? '',
    travel_until: terms.travel_until ?? '',
    is_whole: terms.rounding_minor > 1,
  }
}

export function priceTermsOf(values: PriceValues, unit: number): MemberPriceTerms {
  const { worth, tier_from, lines, properties, products, channels, is_combinable } = values
  const isShare = worth === 'permille'
  return {
    worth, lines, properties, products, channels, is_combinable,
    tier_from: tier_from,
    permille: isShare ? Math.round((values.percent ?? 0) * 10) : 0,
    amount_minor: isShare ? 0 : Math.round((values.amount ?? 0) * unit),
    travel_from: values.travel_from || null,
    travel_until: values.travel_until || null,
    rounding_minor: values.is_whole ? unit : 1,
  }
}

export function newPriceOf(values: PriceValues, unit: number): NewMemberPrice {
  const { name_zh, name_en, valid_from } = values
  return { code: values.code.trim().toUpperCase(), name_zh, name_en, terms: priceTermsOf(values, unit), valid_from, valid_until: values.valid_until || null }
}

/** Whether the terms say what they take off, so that they can be tried. */
export function saysWorth(terms: MemberPriceTerms): boolean {
  return terms.worth === 'permille' ? terms.permille > 0 && terms.permille < 1000 : terms.amount_minor > 0
}
