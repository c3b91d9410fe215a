import type { KindField, Transform } from '../../api/mapping'

const natural: Partial<Record<KindField['type'], Transform>> = {
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  instant: 'instant',
  money: 'money',
  list: 'list',
}

/** How a field is read where the mapping says nothing. */
export function usualTransform(field: KindField | undefined): Transform {
  return (field && natural[field.type]) ?? 'text'
}
