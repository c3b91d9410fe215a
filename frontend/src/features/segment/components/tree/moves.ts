import type { Group, Item } from './items'

export interface Place {
  parent: Group
  index: number
}

/** Returns the part of this name; undefined where there is none. */
export function find(item: Item, key: string): Item | undefined {
  if (item.key === key) return item
  if (item.kind !== 'group') return undefined
  for (const part of item.parts) {
    const found = find(part, key)
    if (found) return found
  }
  return undefined
}

/** Returns the group that holds the part, and at which place. */
export function placeOf(group: Group, key: string): Place | undefined {
  const index = group.parts.findIndex((part) => part.key === key)
  if (index >= 0) return { parent: group, index }
  for (const part of group.parts) {
    const found = part.kind === 'group' ? placeOf(part, key) : undefined
    if (found) return found
  }
  return undefined
}

/** Returns the tree with one part changed; the rest is the same object as before. */
export function changed(group: Group, key: string, change: (item: Item) => Item): Group {
  return inside(group, key, (item) => [change(item)]) as Group
}

export function without(group: Group, key: string): Group {
  return inside(group, key, () => []) as Group
}

/** Returns the tree with the part in a group, before what stands at this place now. */
export function withPart(group: Group, parent: string, index: number, item: Item): Group {
  return changed(group, parent, (found) => (found.kind === 'group' ? { ...found, parts: found.parts.toSpliced(index, 0, item) } : found))
}

/** Returns the tree with the part elsewhere; the same tree where it would come into itself or stays where it is. */
export function moved(group: Group, key: string, parent: string, index: number): Group {
  const item = find(group, key)
  const from = placeOf(group, key)
  if (!item || !from || find(item, parent)) return group
  const isSame = from.parent.key === parent
  if (isSame && (index === from.index || index === from.index + 1)) return group
  const to = isSame && index > from.index ? index - 1 : index
  return withPart(without(group, key), parent, to, item)
}

/** Returns the tree with the part one line higher or lower: into the group it meets, or out of its own at the edge. */
export function stepped(group: Group, key: string, by: -1 | 1): Group {
  const from = placeOf(group, key)
  if (!from) return group
  const beside = from.parent.parts[from.index + by]
  if (beside?.kind === 'group') return moved(group, key, beside.key, by < 0 ? beside.parts.length : 0)
  if (beside) return moved(group, key, from.parent.key, by < 0 ? from.index - 1 : from.index + 2)
  const outer = placeOf(group, from.parent.key)
  return outer ? moved(group, key, outer.parent.key, by < 0 ? outer.index : outer.index + 1) : group
}

function inside(item: Item, key: string, change: (item: Item) => readonly Item[]): Item {
  if (item.key === key) return change(item)[0] ?? item
  if (item.kind !== 'group' || !find(item, key)) return item
  return { ...item, parts: item.parts.flatMap((part) => (part.key === key ? change(part) : [inside(part, key, change)])) }
}
