import type { Field } from '../api/sandbox'
import type { Known } from './catalogue'
import { actHit, audienceHit, fieldHit, type Hit, sequenceHit, valueHit } from './hits'

export const menus = ['common', 'did', 'standing', 'value', 'tier', 'tag', 'audience', 'consent', 'trips', 'bookings', 'money', 'visits', 'contacts', 'score', 'profile', 'other'] as const
export type Menu = (typeof menus)[number]

/** What marketers reach for first, where the company has it. */
const COMMON = ['standing.stage', 'value.tier', 'tag.codes', 'feature.children_share', 'feature.bookings_365d', 'feature.spend_minor_365d', 'feature.city_top', 'feature.place_wanted', 'profile.birthday', 'feature.recency_days']

/** Features by what they tell of, so that nobody scrolls through a hundred. */
const THEMES: readonly (readonly [Menu, RegExp])[] = [
  ['money', /minor|promotion|unpriced/],
  ['visits', /search|view|form_step|save|visit|wanted|events/],
  ['contacts', /call|contact|review|rating/],
  ['trips', /trip|night|departure|companion|traveller|cabin|segment|city|cities|room/],
  ['bookings', /book|cancel|show|lead|party|season|share|repeat|gap|recency|age_days|lrfmc|overdue|channel/],
]

/** Which part of the menu a field stands in. */
export function menuOf(field: Field): Menu {
  if (field.source !== 'feature') return menus.find((one) => one === field.source) ?? 'other'
  return THEMES.find(([, pattern]) => pattern.test(field.name))?.[0] ?? 'other'
}

/** Returns everything that can be added, by part of the menu; a part with nothing in it is left out. */
export function menuFor(known: Known): [Menu, Hit[]][] {
  const { fields, behaviours } = known.catalogue
  const parts = new Map<Menu, Hit[]>(menus.map((one) => [one, []]))
  parts.set('common', [...COMMON.flatMap((name) => known.fields.get(name) ?? []).map(fieldHit), ...commonActs(known)])
  parts.set('did', [...behaviours.map(actHit), ...(behaviours.length > 1 ? [sequenceHit(known)] : [])])
  for (const field of fields) parts.get(menuOf(field))?.push(...(field.source === 'tag' ? [fieldHit(field), ...field.options.map((one) => valueHit(field, one.value))] : [fieldHit(field)]))
  parts.set('audience', known.audiences.map(audienceHit))
  return [...parts].filter(([, hits]) => hits.length > 0)
}

function commonActs(known: Known): Hit[] {
  return ['searched', 'booked'].flatMap((kind) => known.behaviours.get(kind) ?? []).map(actHit)
}
