import type { Behaviour, Field } from '../api/sandbox'
import { type Known, type NamedAudience, usualOp } from './catalogue'
import { initialsOf } from './pinyin'
import { type FieldItem, type Item, newKey } from './tree/items'

/** Something that can be added to a definition: a field still without a value, a field with a value that was typed, or an act. */
export interface Hit {
  name: string
  make: () => Item
  field?: Field
  /** The value that is chosen with it. */
  value?: string
  behaviour?: Behaviour
  isSequence?: boolean
  audience?: NamedAudience
}

const HITS = 30

export function itemOfField(field: Field, value?: string): FieldItem {
  return { key: newKey(), kind: 'field', isNot: false, field: field.name, op: usualOp(field.kind), ...(value === undefined ? {} : { value: [value] }) }
}

export function itemOfBehaviour(behaviour: Behaviour): Item {
  return { key: newKey(), kind: 'did', isNot: false, did: behaviour.kind, where: [], during: { last_days: 30 } }
}

export function itemOfSequence(known: Known): Item {
  const [first, second] = ['searched', 'booked'].map((kind) => known.behaviours.get(kind) ?? known.catalogue.behaviours[0])
  const step = { did: second?.kind ?? '', where: [], within: 3, absent: true }
  return { key: newKey(), kind: 'sequence', isNot: false, first: { did: first?.kind ?? '', where: [] }, steps: [step], during: { last_days: 14 } }
}

export const fieldHit = (field: Field): Hit => ({ name: field.name, field, make: () => itemOfField(field) })
export const valueHit = (field: Field, value: string): Hit => ({ name: `${field.name} ${value}`, field, value, make: () => itemOfField(field, value) })
export const actHit = (behaviour: Behaviour): Hit => ({ name: `did ${behaviour.kind}`, behaviour, make: () => itemOfBehaviour(behaviour) })
export const sequenceHit = (known: Known): Hit => ({ name: 'sequence', isSequence: true, make: () => itemOfSequence(known) })
export const audienceHit = (audience: NamedAudience): Hit => ({
  name: `audience ${audience.id}`,
  audience,
  make: () => ({ key: newKey(), kind: 'audience', isNot: false, id: audience.id }),
})

/** How well words fit: 0 not at all, most for the whole word, more for the beginning than for the middle, least for initials of pinyin. */
function fit(words: readonly string[], typed: string): number {
  const lower = words.map((word) => word.toLowerCase())
  if (lower.includes(typed)) return 5
  if (lower.some((word) => word.startsWith(typed))) return 4
  if (lower.some((word) => word.includes(typed))) return 3
  if (/^[a-z0-9]{2,}$/.test(typed) && words.some((word) => initialsOf(word).includes(typed))) return 2
  return typed.includes(' ') && typed.split(/\s+/).every((part) => lower.some((word) => word.includes(part))) ? 1 : 0
}

/** Returns what somebody may mean, best first: values by their name (沉睡 is a stage), then fields, acts and audiences. */
export function hitsFor(known: Known, typedWords: string): Hit[] {
  const typed = typedWords.trim().toLowerCase()
  if (!typed) return []
  const values = known.catalogue.fields.flatMap((field) =>
    field.options.map((option) => ({ hit: valueHit(field, option.value), score: fit([option.label.zh, option.label.en], typed) + 0.5 })),
  )
  const fields = known.catalogue.fields.map((field) => ({ hit: fieldHit(field), score: fit([field.label.zh, field.label.en, field.name.replaceAll('_', ' ')], typed) }))
  const acts = known.catalogue.behaviours.map((one) => ({ hit: actHit(one), score: fit([one.verb.zh, one.verb.en], typed) + 0.6 }))
  const audiences = known.audiences.map((one) => ({ hit: audienceHit(one), score: fit([one.name.zh, one.name.en], typed) + 0.4 }))
  return [...values, ...fields, ...acts, ...audiences]
    .filter(({ score }) => score >= 1)
    .sort((one, other) => other.score - one.score)
    .slice(0, HITS)
    .map(({ hit }) => hit)
}
