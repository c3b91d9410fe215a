import { queryOptions } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'

export type Notice = components['schemas']['Notification']
const EVERY_MS = 60_000

/** What happened and what waits for this person, in every part of the product. */
export const noticesQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: () => body(api.GET('/api/notifications')),
  refetchInterval: EVERY_MS,
})

/** Whether a notice waits for the person; the others are told, not counted. Kinds that wait end in `_waiting`, but for two older ones. */
export function waits(notice: Notice): boolean {
  return notice.kind.endsWith('_waiting') || ['run_failed', 'run_stopped'].includes(notice.kind)
}
