import type { components } from './generated/api'

export type ServerDoor = components['schemas']['Door']

export interface Address {
  to: string
  search: Record<string, string>
}

/** Returns the address behind a number the server named: a list with its filter, one run or one source. */
export function addressOf(door: ServerDoor): Address {
  const { run_id, source_id } = door.filter
  if (door.page === 'run' && run_id) return { to: `/runs/${run_id}`, search: {} }
  if (door.page === 'sources' && source_id) return { to: `/sources/${source_id}`, search: {} }
  return { to: `/${door.page}`, search: door.filter }
}
