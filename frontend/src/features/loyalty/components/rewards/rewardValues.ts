import type { RewardKind, RewardTerms } from '@/lib/rewards'
import type { NewReward } from '../../api/rewards'

/** The fields of a reward in a form, money in whole units. */
export interface RewardValues {
  code: string
  name_zh: string
  name_en: string
  kind: RewardKind
  points: number
  money: number | null
  mixes: boolean
  points_min: number | null
  per_1000: number | null
  worth: number | null
  count_max: number
  tiers: string[]
  hold_hours: number
  cancel_days: number | null
  stock: number | null
  valid_from: string
  valid_until: string
}

const start = { code: '', name_zh: '', name_en: '', kind: 'free_night', points: 20_000, money: null, mixes: false, points_min: null, per_1000: null, worth: null, count_max: 1, tiers: [], hold_hours: 48, cancel_days: 3, stock: null, valid_until: '' } as const

export function emptyReward(today: string): RewardValues {
  return { ...start, tiers: [], valid_from: today }
}

/** Terms as they stand, to be changed from today on. */
export function valuesOfTerms(terms: RewardTerms, today: string, unit: number): Omit<RewardValues, 'code' | 'name_zh' | 'name_en' | 'kind' | 'stock'> {
  return {
    points: terms.points,
    money: terms.money_minor / unit || null,
    mixes: terms.points_min !== null,
    points_min: terms.points_min,
    per_1000: terms.minor_per_1000 / unit || null,
    worth: terms.worth_minor / unit || null,
    count_max: terms.count_max,
    tiers: terms.tiers,
    hold_hours: terms.hold_hours,
    cancel_days: terms.cancel_days,
    valid_from: today,
    valid_until: '',
  }
}

export function termsOf(values: RewardValues, unit: number): RewardTerms {
  const minor = (amount: number | null | undefined) => Math.round((amount ?? 0) * unit)
  return {
    points: values.points,
    money_minor: minor(values.money),
    points_min: values.mixes ? values.points_min : null,
    minor_per_1000: values.mixes ? minor(values.per_1000) : 0,
    worth_minor: minor(values.worth),
    count_max: values.count_max,
    tiers: values.tiers,
    hold_hours: values.hold_hours,
    cancel_days: values.cancel_days ?? null,
  }
}

export function rewardOf(values: RewardValues, unit: number): NewReward {
  const { name_zh, name_en, kind, stock, valid_from } = values
  return { code: values.code.trim().toUpperCase(), name_zh, name_en, kind, stock: stock ?? null, terms: termsOf(values, unit), valid_from, valid_until: values.valid_until || null }
}
