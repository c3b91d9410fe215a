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
  'property_name',
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

/** The values of a version, what came beside the canonical fields as values of their own. */
function valuesOf(version: Version): Record<string, unknown> {
  const { attributes, ...rest } = version.values
  const extra = typeof attributes === 'object' && attributes !== null ? (attributes as Record<string, unknown>) : {}
  return { ...extra, ...rest }
}

/** Compares two versions field by field; fields empty in both are left out. */
export function differencesOf(before: Version, after: Version): Difference[] {
  const [old, now] = [valuesOf(before), valuesOf(after)]
  const fields = [...new Set([...Object.keys(now), ...Object.keys(old)])].filter((field) => !machinery.has(field))
  return fields
    .map((field) => {
      const [one, two] = [old[field], now[field]]
      const isChanged = isEmpty(one) && isEmpty(two) ? false : JSON.stringify(one) !== JSON.stringify(two)
      return { field, before: one, after: two, isChanged }
    })
    .filter((row) => !isEmpty(row.before) || !isEmpty(row.after))
}
