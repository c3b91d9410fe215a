import type { RuleAsked } from '../api/simulations'
import { actions, type bases, type Conditions, type EarningRule, families, type RuleInForce } from '../api/rules'

export const festivals = ['New Year', 'Spring Festival', 'Qingming', 'Labour Day', 'Dragon Boat Festival', 'Mid-Autumn Festival', 'National Day'] as const
export const conditionNames = ['lines', 'properties', 'channels', 'products', 'cabins', 'tiers', 'tags', 'festivals'] as const
export type Basis = (typeof bases)[number]
export type Family = (typeof families)[number]

/** Which condition a multiplier of a family asks for. */
const asksFor = { tier: 'tiers', product: 'products', channel: 'channels', season: 'months', festival: 'festivals', tag: 'tags' } as const satisfies Record<Family, keyof Conditions>

/** The fields of a rule in a form: points as they are said, money in whole units. */
export interface RuleValues {
  code: string
  name_zh: string
  name_en: string
  kind: string
  basis: Basis
  points: number
  per: number
  whole_units: boolean
  earner: EarningRule['earner']
  group: string
  rank: number
  when: Partial<Record<(typeof conditionNames)[number], string[]>> & { months?: number[]; weekdays?: number[]; actions?: (typeof actions)[number][] }
  multipliers: { family: Family; values: (string | number)[]; percent: number }[]
  cabins: { cabin: string; percent: number }[]
  cabin_else_percent: number
  per_stay: number | null
  per_month: number | null
  has_budget: boolean
  valid_from: string
  valid_until: string
}

export function emptyValues(kind: string, today: string): RuleValues {
  return {
    code: '', name_zh: '', name_en: '', kind, basis: 'spend', points: 1, per: 1, whole_units: false, earner: 'traveller', group: '', rank: 0, when: {}, multipliers: [], cabins: [],
    cabin_else_percent: 100, per_stay: null, per_month: null, has_budget: false, valid_from: today, valid_until: '',
  }
}

export function valuesOf({ code, rule }: RuleInForce, today: string, unit: number): RuleValues {
  return {
    code,
    name_zh: rule.name.zh,
    name_en: rule.name.en,
    kind: rule.kind,
    basis: rule.basis,
    points: rule.basis === 'base' ? rule.points_milli / (10 * rule.per) : rule.points_milli / 1000,
    per: rule.basis === 'spend' ? rule.per / unit : rule.per,
    whole_units: rule.whole_units,
    earner: rule.earner,
    group: rule.group,
    rank: rule.rank,
    when: rule.when,
    multipliers: rule.multipliers.map((one) => ({ family: one.family, values: [...one.when[asksFor[one.family]]], percent: one.percent })),
    cabins: rule.cabins,
    cabin_else_percent: rule.cabin_else_percent,
    per_stay: rule.caps.per_stay,
    per_month: rule.caps.per_month,
    has_budget: rule.has_budget,
    valid_from: today,
    valid_until: '',
  }
}

/** The rule that the form says; what the form does not show stays as it was. */
export function ruleOf(values: RuleValues, before: EarningRule | undefined, unit: number): RuleAsked['rule'] {
  const isBase = values.basis === 'base'
  return {
    name: { zh: values.name_zh, en: values.name_en },
    kind: values.kind,
    basis: values.basis,
    points_milli: Math.round(isBase ? values.points * 10 : values.points * 1000),
    per: isBase ? 1 : Math.round(values.basis === 'spend' ? values.per * unit : values.per),
    whole_units: values.whole_units,
    earner: values.earner,
    group: values.group,
    rank: values.rank,
    when: conditionsOf({ ...before?.when, ...values.when, actions: values.basis === 'action' ? values.when.actions : [] }),
    multipliers: values.multipliers.map((one) => ({ family: one.family, percent: one.percent, when: conditionsOf({ [asksFor[one.family]]: one.values }) })),
    cabins: values.basis === 'distance' ? values.cabins : [],
    cabin_else_percent: values.cabin_else_percent,
    caps: { per_stay: values.per_stay ?? null, per_month: values.per_month ?? null },
    has_budget: values.has_budget,
  }
}

function conditionsOf(said: Partial<Conditions>): Conditions {
  return { lines: [], properties: [], products: [], channels: [], cabins: [], tiers: [], tags: [], festivals: [], months: [], weekdays: [], days: [], booked: [], actions: [], ...said }
}
