import type { ReferralTerms } from '../../api/referrals'

/** The terms of referrals in a form, money in whole units. */
export interface TermsValues extends Omit<ReferralTerms, 'kind' | 'spend_min_minor'> {
  spend_min: number | null
  valid_from: string
}

export function valuesOfTerms(terms: ReferralTerms, today: string, unit: number): TermsValues {
  return { ...terms, spend_min: terms.spend_min_minor / unit || null, valid_from: today }
}

export function emptyTerms(today: string): TermsValues {
  return { points_referrer: 2000, points_friend: 1000, days: 180, lines: [], spend_min: null, per_month: 5, per_year: 20, give_days: 30, signs: ['phone', 'email', 'document', 'household', 'payer', 'circle'], link: '', is_open: true, valid_from: today }
}

export function termsOf(values: TermsValues, kind: string, unit: number): ReferralTerms {
  const { points_referrer, points_friend, days, lines, per_month, per_year, give_days, signs, link, is_open } = values
  return { kind, points_referrer, points_friend, days, lines, signs, give_days, is_open, link: link.trim(), per_month: per_month ?? null, per_year: per_year ?? null, spend_min_minor: Math.round((values.spend_min ?? 0) * unit) }
}
