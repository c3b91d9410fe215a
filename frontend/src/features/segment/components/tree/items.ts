import type { Op } from '../../api/sandbox'

/** A definition as it is edited: groups with a way, and negation beside each condition instead of above it. `key` names a part on the screen. */
export const ways = ['all', 'any', 'none', 'not_all'] as const
export type Way = (typeof ways)[number]
export type Operand = number | string | readonly number[] | readonly string[] | undefined

export interface Test {
  key: string
  property: string
  op: Op
  value?: Operand
}

export interface Act {
  did: string
  where: readonly Test[]
}

export type HowOften = 'at_least' | 'at_most' | 'exactly'

export interface Times {
  how: HowOften
  count: number
}

export interface During {
  last_days?: number
  from?: string
  to?: string
}

export interface Group {
  key: string
  kind: 'group'
  way: Way
  parts: readonly Item[]
}

export interface FieldItem {
  key: string
  kind: 'field'
  isNot: boolean
  field: string
  op: Op
  value?: Operand
}

export interface DidItem extends Act {
  key: string
  kind: 'did'
  isNot: boolean
  times?: Times
  during?: During
  oncePer?: string
}

export interface Step extends Act {
  within: number
  absent: boolean
}

export interface SequenceItem {
  key: string
  kind: 'sequence'
  isNot: boolean
  first: Act
  steps: readonly Step[]
  during?: During
}

/** Another audience, a list of guests, or everybody. */
export interface NamedItem {
  key: string
  kind: 'audience' | 'list' | 'everyone'
  isNot: boolean
  id: string
}

export type Leaf = FieldItem | DidItem | SequenceItem | NamedItem
export type Item = Group | Leaf

let made = 0

/** Returns a name for a part of the tree that no other part has, also after a reload. */
export function newKey(): string {
  made += 1
  return `${Date.now().toString(36)}${made.toString(36)}`
}

export function newGroup(way: Way, parts: readonly Item[] = []): Group {
  return { key: newKey(), kind: 'group', way, parts }
}

/** Returns the same part with names of its own, for a copy beside it. */
export function copied<T extends Item>(item: T): T {
  if (item.kind === 'group') return { ...item, key: newKey(), parts: item.parts.map(copied) }
  return { ...item, key: newKey() }
}

/** How many conditions there are, those within groups counted. */
export function sizeOf(item: Item): number {
  return item.kind === 'group' ? item.parts.reduce((sum, part) => sum + sizeOf(part), 0) : 1
}
