import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Joint = components['schemas']['Joint']
export type WhyPage = components['schemas']['WhyPage']
export type JoinedRecord = components['schemas']['GuestSummary']

/** Why the records of a guest are one person. */
export function useWhy(guest_id: string) {
  return useQuery({
    queryKey: ['guest', guest_id, 'why'],
    queryFn: () => body(api.GET('/api/identity/guests/{guest_id}/why', { params: { path: { guest_id } } })),
  })
}

/** Returns what to do after records changed their guest: guests, their lists and the desk are read again. */
function useMoved() {
  const queries = useQueryClient()
  return () => Promise.all(['guest', 'guests', 'bookings', 'identity'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
}

/** Takes a record out of its guest; resolves to the id by which that is undone. */
export function useTakeOut() {
  const onSuccess = useMoved()
  return useMutation({
    mutationFn: async ({ record_id, reason }: { record_id: string; reason: string }) =>
      (await body(api.POST('/api/identity/records/{record_id}/split', { params: { path: { record_id } }, body: { reason } }))).id,
    onSuccess,
  })
}

export function useTakeBack() {
  const onSuccess = useMoved()
  return useMutation({
    mutationFn: (decision_id: string) => body(api.POST('/api/identity/decisions/{decision_id}/undo', { params: { path: { decision_id } } })),
    onSuccess,
  })
}
