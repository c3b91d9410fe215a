import type { Field, Op } from '../api/sandbox'
import type { Known } from './catalogue'
import { type DidItem, type FieldItem, type Group, type Item, newGroup, newKey, type Operand, type SequenceItem } from './tree/items'

export const templateNames = ['high_value', 'sleeping_gold', 'abandoned', 'family', 'national_day', 'business', 'leisure', 'birthday', 'first_trip'] as const
export type TemplateName = (typeof templateNames)[number]

export interface Template {
  name: TemplateName
  make: () => Group
}

/** The parts of a template; nothing where the company has not what it asks about. */
type Parts = (known: Known, today: Date) => (() => Item[]) | undefined

const GOLD = /gold|金/i
const BEFORE_GOLD = /white|platinum|白金/i

const field = (name: string, op: Op, value?: Operand): FieldItem => ({ key: newKey(), kind: 'field', isNot: false, field: name, op, ...(value === undefined ? {} : { value }) })

function did(kind: string, lastDays: number | undefined, rest: Partial<DidItem> = {}): DidItem {
  return { key: newKey(), kind: 'did', isNot: false, did: kind, where: [], ...(lastDays ? { during: { last_days: lastDays } } : {}), ...rest }
}

/** Asks for what a template needs by name, and makes its parts only where all of it is there. */
function needing(fields: readonly string[], behaviours: readonly string[], make: (known: Known, today: Date) => Item[]): Parts {
  return (known, today) => (fields.every((name) => known.fields.has(name)) && behaviours.every((kind) => known.behaviours.has(kind)) ? () => make(known, today) : undefined)
}

function hasOption(known: Known, name: string, value: string): boolean {
  return known.fields.get(name)?.options.some((one) => one.value === value) ?? false
}

/** The tier of the company's programmes that is called gold. */
function goldOf(known: Known): { field: Field; value: string } | undefined {
  for (const one of known.catalogue.fields.filter(({ source }) => source === 'tier')) {
    const gold = one.options.find(({ label }) => (GOLD.test(label.en) || GOLD.test(label.zh)) && !BEFORE_GOLD.test(label.zh) && !BEFORE_GOLD.test(label.en))
    if (gold) return { field: one, value: gold.value }
  }
  return undefined
}

/** Returns the first and the last day of the holiday that comes next: 1 to 7 October. */
export function nationalDays(today: Date): [string, string] {
  const year = today.getFullYear() + (today.getMonth() > 9 || (today.getMonth() === 9 && today.getDate() > 7) ? 1 : 0)
  return [`${year}-10-01`, `${year}-10-07`]
}

function sleepingGold(known: Known): (() => Item[]) | undefined {
  const gold = goldOf(known)
  if (!gold || !hasOption(known, 'standing.stage', 'sleeping')) return undefined
  return () => [field(gold.field.name, 'is_one_of', [gold.value]), field('standing.stage', 'is_one_of', ['sleeping'])]
}

function abandoned(): SequenceItem {
  const step = { did: 'booked', where: [], within: 3, absent: true }
  return { key: newKey(), kind: 'sequence', isNot: false, first: { did: 'searched', where: [] }, steps: [step], during: { last_days: 14 } }
}

const parts: Record<TemplateName, Parts> = {
  high_value: (known) => (hasOption(known, 'value.tier', 'high') ? () => [field('value.tier', 'is_one_of', ['high'])] : undefined),
  sleeping_gold: sleepingGold,
  abandoned: needing([], ['searched', 'booked'], () => [abandoned()]),
  family: needing(['feature.children_share', 'feature.bookings_730d'], [], () => [field('feature.children_share', 'at_least', 0.3), field('feature.bookings_730d', 'at_least', 1)]),
  national_day: needing(['feature.children_share', 'feature.promotion_share'], ['booked'], (_, today) => {
    const test = { key: newKey(), property: 'starts_on', op: 'from_to' as const, value: nationalDays(today) }
    return [field('feature.children_share', 'at_least', 0.3), field('feature.promotion_share', 'at_least', 0.3), did('booked', undefined, { isNot: true, where: [test] })]
  }),
  business: needing(['feature.business_share', 'feature.bookings_365d'], [], () => [field('feature.business_share', 'at_least', 0.5), field('feature.bookings_365d', 'at_least', 2)]),
  leisure: needing(['feature.business_share', 'feature.bookings_365d'], [], () => [field('feature.business_share', 'at_most', 0.2), field('feature.bookings_365d', 'at_least', 1)]),
  birthday: needing(['profile.birthday'], [], () => [field('profile.birthday', 'in_this_month')]),
  first_trip: needing(['feature.trips', 'feature.trips_ahead'], [], () => [field('feature.trips', 'at_most', 0), field('feature.trips_ahead', 'at_least', 1)]),
}

/** Returns the templates this company can use, the most usual first. */
export function templatesFor(known: Known, today: Date): Template[] {
  return templateNames.flatMap((name) => {
    const make = parts[name](known, today)
    return make ? [{ name, make: () => newGroup('all', make()) }] : []
  })
}
