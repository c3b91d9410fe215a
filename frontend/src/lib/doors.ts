import type { components } from './generated/api'
import { ALL } from './views'

export type ServerDoor = components['schemas']['Door']

/** Lists that may open with a view of the reader's own. */
const lists = new Set(['guests', 'bookings', 'runs', 'quarantine'])

export interface Address {
  to: string
  search: Record<string, string>
}

/**
 * Returns the address behind a number the server named: a list with its filter, one run or one source.
 * Behind a number of all rows are all rows, whatever view the reader usually opens the list with.
 */
export function addressOf(door: ServerDoor): Address {
  const { run_id, source_id } = door.filter
  if (door.page === 'run' && run_id) return { to: `/runs/${run_id}`, search: {} }
  if (door.page === 'sources' && source_id) return { to: `/sources/${source_id}`, search: {} }
  const isWholeList = lists.has(door.page) && Object.keys(door.filter).length === 0
  return { to: `/${door.page}`, search: isWholeList ? { view: ALL } : door.filter }
}
