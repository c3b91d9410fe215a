import type { Definition } from '../../api/sandbox'
import { isComplete, type ShapeOf } from './complete'
import type { Act, During, FieldItem, Group, Item, Leaf, Test, Times } from './items'

type Node = Record<string, unknown>

/** A definition as the server reads it, and where each part of the screen stands in it: `where.all[0]`. */
export interface Written {
  definition: Definition
  places: ReadonlyMap<string, string>
}

/** Returns the definition of what is complete; everybody where nothing is. */
export function written(root: Group, shapeOf: ShapeOf): Written {
  const places = new Map<string, string>()
  const where = isComplete(root, shapeOf) ? nodeOf(root, 'where', shapeOf, places) : { everyone: true }
  return { definition: { version: 1, where }, places }
}

function nodeOf(item: Item, at: string, shapeOf: ShapeOf, places: Map<string, string>): Node {
  places.set(item.key, at)
  if (item.kind === 'group') return groupNode(item, at, shapeOf, places)
  const inner = item.isNot ? `${at}.not` : at
  const node = leafNode(item, inner, places)
  return item.isNot ? { not: node } : node
}

function groupNode(group: Group, at: string, shapeOf: ShapeOf, places: Map<string, string>): Node {
  const isNot = group.way === 'none' || group.way === 'not_all'
  const name = group.way === 'any' || group.way === 'none' ? 'any' : 'all'
  const inner = isNot ? `${at}.not` : at
  const kept = group.parts.filter((part) => isComplete(part, shapeOf))
  const node = { [name]: kept.map((part, index) => nodeOf(part, `${inner}.${name}[${index}]`, shapeOf, places)) }
  return isNot ? { not: node } : node
}

function leafNode(item: Leaf, at: string, places: Map<string, string>): Node {
  switch (item.kind) {
    case 'field':
      return { field: item.field, ...comparison(item) }
    case 'did':
      return { ...actNode(item, at, places), ...(item.times ? { times: { [item.times.how]: item.times.count } } : {}), ...duringNode(item.during), ...(item.oncePer ? { once_per: item.oncePer } : {}) }
    case 'sequence': {
      const steps = item.steps.map((step, index) => ({ ...actNode(step, `${at}.sequence[${index + 1}]`, places), within_days: step.within, ...(step.absent ? { absent: true } : {}) }))
      return { sequence: [actNode(item.first, `${at}.sequence[0]`, places), ...steps], ...duringNode(item.during) }
    }
    case 'everyone':
      return { everyone: true }
    default:
      return { [item.kind]: item.id }
  }
}

const comparison = ({ op, value }: Pick<FieldItem | Test, 'op' | 'value'>): Node => (value === undefined ? { op } : { op, value })

function actNode(act: Act, at: string, places: Map<string, string>): Node {
  act.where.forEach((test, index) => places.set(test.key, `${at}.where[${index}]`))
  return { did: act.did, ...(act.where.length > 0 ? { where: act.where.map((test) => ({ property: test.property, ...comparison(test) })) } : {}) }
}

function duringNode(during: During | undefined): Node {
  if (!during || (!during.last_days && !during.from && !during.to)) return {}
  const days = { ...(during.from ? { from: during.from } : {}), ...(during.to ? { to: during.to } : {}) }
  return { during: during.last_days ? { last_days: during.last_days } : days }
}

/** How a count is written: `{"at_least": 2}`. */
export function timesOf(node: unknown): Times | undefined {
  const [first] = Object.entries((node ?? {}) as Record<string, number>)
  return first ? { how: first[0] as Times['how'], count: first[1] } : undefined
}
