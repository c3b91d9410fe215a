import { useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type GuestRights = components['schemas']['GuestRights']

/** Whether this guest may be worked with at all, and what the guest has asked for. */
export function useGuestRights(record_id: string) {
  return useQuery({ queryKey: ['guest-rights', record_id], queryFn: () => body(api.GET('/api/guests/{record_id}/rights', { params: { path: { record_id } } })) })
}
