import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'

type Schemas = components['schemas']
export type Passing = Schemas['Passing']
export type PassingRoom = Schemas['PassingRoom']
export type NewPassing = Schemas['NewPassing']

const of = (member_id: string) => ({ params: { path: { member_id } } })

/** How many points the member may pass on now, and why none. */
export function usePassingRoom(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'passing-room'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/passing-room', of(member_id))) })
}

export function usePassings(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'passings'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/passings', of(member_id))) })
}

/** Passes points on; the same key does it once, however often it is sent. */
export function usePass(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, wanted }: { key: string; wanted: NewPassing }) =>
      body(api.POST('/api/loyalty/members/{member_id}/passings', { params: { path: { member_id }, header: { 'Idempotency-Key': key } }, body: wanted })),
    onSuccess,
  })
}

export function useAcceptGift(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (passing_id: string) => api.POST('/api/loyalty/members/{member_id}/passings/{passing_id}/acceptance', { params: { path: { member_id, passing_id } } }), onSuccess })
}

export function useReturnGift(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (passing_id: string) => api.POST('/api/loyalty/members/{member_id}/passings/{passing_id}/return', { params: { path: { member_id, passing_id } } }), onSuccess })
}
