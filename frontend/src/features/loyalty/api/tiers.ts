import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type { TierVersion } from '@/lib/tiers'
export type TierPolicy = Schemas['StoredTierPolicy']
export type Tier = Schemas['StoredTier']
export type Threshold = Schemas['StoredThreshold']
export type TierBoard = Schemas['TierBoard']
export type NearMember = Schemas['NearMember']
export type GivenTier = Schemas['GivenTier']
export const evidenceKinds = ['card', 'statement', 'partner_file', 'case'] as const
export const handReasons = ['recovery', 'corporate', 'opinion_leader', 'employee', 'correction'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const ofMember = (member_id: string) => ({ params: { path: { member_id } } })

export function useTierBoard(programme_id: string, enabled: boolean) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'board'], enabled, queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/tier-board', of(programme_id))) })
}

export function useOrderReview() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => api.POST('/api/loyalty/tier-review'), onSuccess })
}

export function useNear(programme_id: string) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'near'], (page) => body(api.GET('/api/loyalty/programmes/{programme_id}/near-members', { params: { path: { programme_id }, query: { page, size: 10 } } }))),
  )
}

export function useSetTiers(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (change: Schemas['TiersChange']) => body(api.PUT('/api/loyalty/programmes/{programme_id}/tiers', { ...of(programme_id), body: change })), onSuccess })
}

export function useGiven(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'given'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/given-tiers', ofMember(member_id))) })
}

export function useTierChanges(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'changes'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/tier-changes', ofMember(member_id))) })
}

export type Offer = ({ kind: 'match' } & Schemas['NewMatch']) | ({ kind: 'challenge' } & Schemas['NewChallenge']) | ({ kind: 'by_hand' } & Schemas['TierByHand'])

export function useOffer(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: (offer: Offer): Promise<unknown> => {
      if (offer.kind === 'match') return api.POST('/api/loyalty/members/{member_id}/matches', { ...ofMember(member_id), body: offer })
      if (offer.kind === 'challenge') return api.POST('/api/loyalty/members/{member_id}/challenges', { ...ofMember(member_id), body: offer })
      return api.POST('/api/loyalty/members/{member_id}/tiers-by-hand', { ...ofMember(member_id), body: offer })
    },
    onSuccess,
  })
}

export function useGivenDeed() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: 'accept' | 'withdraw' }): Promise<unknown> => {
      const path = { params: { path: { grant_id: id } } }
      return deed === 'accept' ? api.POST('/api/loyalty/given-tiers/{grant_id}/acceptance', path) : api.POST('/api/loyalty/given-tiers/{grant_id}/withdrawal', path)
    },
    onSuccess,
  })
}
