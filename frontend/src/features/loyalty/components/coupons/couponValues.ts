import type { CouponBatch, CouponTerms } from '@/lib/coupons'
import type { NewCouponBatch } from '../../api/coupons'

type Kept = Pick<CouponTerms, 'worth' | 'item' | 'lines' | 'channels' | 'tiers' | 'days' | 'claims_max' | 'uses_max' | 'uses_each' | 'hold_hours' | 'is_for_members' | 'is_combinable' | 'is_returned'>

/** The fields of a batch in a form, money in whole units, shares in percent. */
export interface BatchValues extends Kept {
  code: string
  name_zh: string
  name_en: string
  mode: CouponBatch['mode']
  generic_code: string
  total: number
  percent: number | null
  off_max: number | null
  amount: number | null
  spend_min: number | null
  valid_from: string
  valid_until: string
  travel_from: string
  travel_until: string
}

export function emptyBatch(): BatchValues {
  return {
    code: '', name_zh: '', name_en: '', mode: 'unique', generic_code: '', total: 1000, worth: 'percent', percent: 10, off_max: null, amount: null, item: '', spend_min: null, lines: [], channels: [], tiers: [],
    valid_from: '', valid_until: '', travel_from: '', travel_until: '', days: 30, claims_max: 1, uses_max: null, uses_each: 1, hold_hours: 48, is_for_members: false, is_combinable: false, is_returned: true,
  }
}

export function valuesOfBatch({ code, name, mode, total, terms }: CouponBatch, unit: number): BatchValues {
  const { permille, off_max_minor, amount_minor, spend_min_minor, valid_from, valid_until, travel_from, travel_until, ...kept } = terms
  return {
    ...kept,
    code,
    name_zh: name.zh,
    name_en: name.en,
    mode,
    generic_code: '',
    total,
    percent: permille / 10 || null,
    off_max: off_max_minor === null ? null : off_max_minor / unit,
    amount: amount_minor / unit || null,
    spend_min: spend_min_minor / unit || null,
    valid_from: valid_from ?? '',
    valid_until: valid_until ?? '',
    travel_from: travel_from ?? '',
    travel_until: travel_until ?? '',
  }
}

export function couponTermsOf(values: BatchValues, unit: number): CouponTerms {
  const minor = (amount: number | null | undefined) => Math.round((amount ?? 0) * unit)
  const { worth } = values
  return {
    worth,
    permille: worth === 'percent' ? Math.round((values.percent ?? 0) * 10) : 0,
    off_max_minor: worth === 'percent' && values.off_max ? minor(values.off_max) : null,
    amount_minor: worth === 'amount' || worth === 'balance' ? minor(values.amount) : 0,
    item: worth === 'item' ? values.item.trim() : '',
    spend_min_minor: minor(values.spend_min),
    lines: values.lines,
    channels: values.channels,
    tiers: values.tiers,
    valid_from: values.valid_from || null,
    valid_until: values.valid_until || null,
    days: values.days ?? null,
    travel_from: values.travel_from || null,
    travel_until: values.travel_until || null,
    is_for_members: values.is_for_members,
    claims_max: values.claims_max ?? null,
    uses_max: values.uses_max ?? null,
    uses_each: worth === 'balance' ? 1 : values.uses_each,
    hold_hours: values.hold_hours,
    is_combinable: values.is_combinable,
    is_returned: values.is_returned,
  }
}

export function batchOf(values: BatchValues, unit: number): NewCouponBatch {
  const { name_zh, name_en, mode, total } = values
  return { code: values.code.trim().toUpperCase(), name_zh, name_en, mode, total, generic_code: mode === 'generic' ? values.generic_code.trim() : '', terms: couponTermsOf(values, unit) }
}
