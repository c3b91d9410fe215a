import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'

type Schemas = components['schemas']
export type Adjustment = Schemas['Adjustment']
export type NewAdjustment = Schemas['NewAdjustment']
export const adjustReasons = ['goodwill', 'system_error', 'missing_stay', 'fraud', 'earlier_mistake', 'other_reason'] as const

const of = (member_id: string) => ({ params: { path: { member_id } } })

export function useAdjustments(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'adjustments'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/adjustments', of(member_id))) })
}

/** What one may still adjust of this member today without a second person. */
export function useAdjustLimit(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'adjustment-limit'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/adjustment-limit', of(member_id))) })
}

/** Gives or takes points at once, or asks a second person; the same key does it once. */
export function useAdjust(member_id: string) {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ key, wanted }: { key: string; wanted: NewAdjustment }) =>
      body(api.POST('/api/loyalty/members/{member_id}/adjustments', { params: { path: { member_id }, header: { 'Idempotency-Key': key } }, body: wanted })),
    onSuccess,
  })
}

export function useTakeBack(adjustment_id: string) {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ key, words }: { key: string; words: string }) =>
      body(api.POST('/api/loyalty/adjustments/{adjustment_id}/taking-back', { params: { path: { adjustment_id }, header: { 'Idempotency-Key': key } }, body: { words } })),
    onSuccess,
  })
}

/** What waits for a second person is read again too. */
function useFresh() {
  const fresh = useLoyaltyFresh()
  const queries = useQueryClient()
  return () => Promise.all([fresh(), ...['approvals', 'notifications'].map((key) => queries.invalidateQueries({ queryKey: [key] }))])
}
