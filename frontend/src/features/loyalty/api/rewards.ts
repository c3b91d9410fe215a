import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'
import type { RewardState } from '@/lib/rewards'

type Schemas = components['schemas']
export type NewReward = Schemas['NewReward']
export type NewRewardTerms = Schemas['NewRewardTerms']
export type RewardOrderLine = Schemas['RewardOrderLine']

const ofReward = (reward_id: string) => ({ params: { path: { reward_id } } })

export function useRewardVersions(reward_id: string | undefined) {
  return useQuery({
    queryKey: ['loyalty', 'reward', reward_id, 'versions'],
    enabled: reward_id !== undefined,
    queryFn: () => body(api.GET('/api/loyalty/rewards/{reward_id}/versions', ofReward(reward_id ?? ''))),
  })
}

export function useCreateReward(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewReward) => body(api.POST('/api/loyalty/programmes/{programme_id}/rewards', { params: { path: { programme_id } }, body: wanted })), onSuccess })
}

export function useSetRewardTerms() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ reward_id, change }: { reward_id: string; change: NewRewardTerms }) => body(api.PUT('/api/loyalty/rewards/{reward_id}/terms', { ...ofReward(reward_id), body: change })), onSuccess })
}

/** Adds pieces; the same key adds once. */
export function useAddPieces(reward_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, pieces }: { key: string; pieces: number }) =>
      body(api.POST('/api/loyalty/rewards/{reward_id}/stock', { params: { path: { reward_id }, header: { 'Idempotency-Key': key } }, body: { pieces } })),
    onSuccess,
  })
}

/** What members ordered, the newest first. */
export function useRewardOrders(programme_id: string, state: RewardState | undefined) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'reward-orders', state], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/reward-orders', { params: { path: { programme_id }, query: { state, page, size: 50 } } })),
    ),
  )
}
