import type { Definition, Op } from '../../api/sandbox'
import { timesOf } from './documents'
import { type Act, type During, type Group, type Item, newGroup, newKey, type NamedItem, type Operand, type Step, type Test, type Way } from './items'

type Node = Record<string, unknown>

/** Returns a saved definition as it is edited. What is no group at the top stands in one. */
export function readDefinition(definition: Definition): Group {
  const item = itemOf(definition.where as Node)
  if (item.kind === 'group') return item
  return newGroup('all', item.kind === 'everyone' && !item.isNot ? [] : [item])
}

function itemOf(node: Node): Item {
  if (Array.isArray(node.all)) return groupOf('all', node.all as Node[])
  if (Array.isArray(node.any)) return groupOf('any', node.any as Node[])
  if (node.not) return negated(node.not as Node)
  return leafOf(node)
}

const groupOf = (way: Way, nodes: readonly Node[]) => newGroup(way, nodes.map(itemOf))

function negated(node: Node): Item {
  if (Array.isArray(node.any)) return groupOf('none', node.any as Node[])
  if (Array.isArray(node.all)) return groupOf('not_all', node.all as Node[])
  const item = itemOf(node)
  return item.kind === 'group' || item.isNot ? newGroup('none', [item]) : { ...item, isNot: true }
}

function leafOf(node: Node): Item {
  const key = newKey()
  if (typeof node.field === 'string') return { key, kind: 'field', isNot: false, field: node.field, op: node.op as Op, value: node.value as Operand }
  if (typeof node.did === 'string') return { key, kind: 'did', isNot: false, ...actOf(node), times: timesOf(node.times), during: node.during as During | undefined, oncePer: node.once_per as string | undefined }
  if (Array.isArray(node.sequence)) {
    const [first = {}, ...steps] = node.sequence as Node[]
    return { key, kind: 'sequence', isNot: false, first: actOf(first), steps: steps.map(stepOf), during: node.during as During | undefined }
  }
  const kind: NamedItem['kind'] = node.audience ? 'audience' : node.list ? 'list' : 'everyone'
  return { key, kind, isNot: false, id: kind === 'everyone' ? '' : String(node[kind]) }
}

const stepOf = (node: Node): Step => ({ ...actOf(node), within: Number(node.within_days), absent: node.absent === true })

function actOf(node: Node): Act {
  const tests = (node.where ?? []) as Node[]
  return { did: String(node.did), where: tests.map((test): Test => ({ key: newKey(), property: String(test.property), op: test.op as Op, value: test.value as Operand })) }
}
