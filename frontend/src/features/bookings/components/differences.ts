import type { Version } from '../api/bookings'

/** Fields that say how a version came in rather than what was booked. */
const machinery = new Set([
  'source_id',
  'unit_id',
  'run_id',
  'row_number',
  'record_hash',
  'content_hash',
  'order_at',
  'recorded_at',
  'booking_id',
  'booking_key',
  'booker_id',
  'payer_id',
  'traveller_ids',
])

export interface Difference {
  field: string
  before: unknown
  after: unknown
  isChanged: boolean
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Compares two versions field by field; fields empty in both are left out. */
export function differencesOf(before: Version, after: Version): Difference[] {
  const fields = [...new Set([...Object.keys(after.values), ...Object.keys(before.values)])].filter((field) => !machinery.has(field))
  return fields
    .map((field) => {
      const [one, two] = [before.values[field], after.values[field]]
      const isChanged = isEmpty(one) && isEmpty(two) ? false : JSON.stringify(one) !== JSON.stringify(two)
      return { field, before: one, after: two, isChanged }
    })
    .filter((row) => !isEmpty(row.before) || !isEmpty(row.after))
}
