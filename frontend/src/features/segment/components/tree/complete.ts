import type { Op, Shape } from '../../api/sandbox'
import type { Act, Item, Operand } from './items'

export type ShapeOf = (op: Op) => Shape

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isDay = (value: unknown): value is string => typeof value === 'string' && DAY.test(value)
const isPair = (value: Operand, fits: (one: unknown) => boolean) => Array.isArray(value) && value.length === 2 && value.every(fits)

/** Whether an operator has what it compares with. */
export function hasOperand(shape: Shape, value: Operand): boolean {
  const checks: Record<Shape, () => boolean> = {
    nothing: () => true,
    number: () => isNumber(value),
    numbers: () => isPair(value, isNumber),
    text: () => typeof value === 'string' && value.trim() !== '',
    texts: () => Array.isArray(value) && value.length > 0,
    date: () => isDay(value),
    dates: () => isPair(value, isDay),
    days: () => isNumber(value) && value >= 1,
    months: () => Array.isArray(value) && value.length > 0,
  }
  return checks[shape]()
}

const isWhole = (act: Act, shapeOf: ShapeOf) => act.where.every((test) => hasOperand(shapeOf(test.op), test.value))

/** Whether a condition says something already. One that does not is left out of the numbers until it does. */
export function isComplete(item: Item, shapeOf: ShapeOf): boolean {
  switch (item.kind) {
    case 'group':
      return item.parts.some((part) => isComplete(part, shapeOf))
    case 'field':
      return hasOperand(shapeOf(item.op), item.value)
    case 'did':
      return isWhole(item, shapeOf)
    case 'sequence':
      return isWhole(item.first, shapeOf) && item.steps.length > 0 && item.steps.every((step) => isWhole(step, shapeOf))
    default:
      return true
  }
}

/** How many conditions say nothing yet: they are not counted, and not kept. */
export function unfinishedIn(item: Item, shapeOf: ShapeOf): number {
  if (item.kind === 'group') return item.parts.reduce((sum, part) => sum + unfinishedIn(part, shapeOf), 0)
  return isComplete(item, shapeOf) ? 0 : 1
}
