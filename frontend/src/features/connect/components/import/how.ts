import type { Expression, Transform } from '../../api/mapping'

/** Names how a field is read, for the short label beside it: its transform, or that it takes several columns. */
export function howKey(expression: Expression): Transform | 'plain' | 'several' {
  if (expression.as) return expression.as
  if (Array.isArray(expression.from) && expression.from.length > 1) return 'several'
  return 'plain'
}
