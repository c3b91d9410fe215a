import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'
import { useLoyaltyFresh } from './loyalty'

type Schemas = components['schemas']
export type Reward = Schemas['Reward']
export type RewardKind = Schemas['RewardKind']
export type RewardOrder = Schemas['RewardOrder']
export type RewardState = Schemas['RewardState']
export type RewardTerms = Schemas['StoredRewardTerms']
export type RewardVersion = Schemas['RewardVersion']
export type RewardWanted = Schemas['RewardWanted']
export const rewardKinds = ['free_night', 'upgrade', 'cash', 'partner', 'gift', 'donation'] as const
export const rewardStates = ['held', 'confirmed', 'cancelled', 'lapsed'] as const

const of = (member_id: string) => ({ params: { path: { member_id } } })
const ofOrder = (order_id: string) => ({ params: { path: { order_id } } })

/** The catalogue of a programme with the terms of today. */
export function useRewards(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'rewards'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/rewards', { params: { path: { programme_id } } })) })
}

export function useMemberOrders(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'reward-orders'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/reward-orders', of(member_id))) })
}

/** What an order would cost the member now; nothing is held. */
export function useRewardQuote(member_id: string, wanted: RewardWanted | undefined) {
  return useQuery({
    queryKey: ['loyalty', 'member', member_id, 'reward-quote', wanted],
    enabled: wanted !== undefined,
    retry: false,
    queryFn: () => body(api.POST('/api/loyalty/members/{member_id}/reward-quotes', { ...of(member_id), body: wanted ?? { reward_id: '', count: 1, source: '', with_family: false } })),
  })
}

/** Holds points and pieces; the same key is the same order, however often it is sent. */
export function useReserve(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, wanted }: { key: string; wanted: RewardWanted }) =>
      body(api.POST('/api/loyalty/members/{member_id}/reward-orders', { params: { path: { member_id }, header: { 'Idempotency-Key': key } }, body: wanted })),
    onSuccess,
  })
}

export function useConfirmReward() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (order_id: string) => api.POST('/api/loyalty/reward-orders/{order_id}/confirmation', ofOrder(order_id)), onSuccess })
}

export function useCancelReward() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (order_id: string) => api.POST('/api/loyalty/reward-orders/{order_id}/cancellation', ofOrder(order_id)), onSuccess })
}
