import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'

type Schemas = components['schemas']
export type MemberPrice = Schemas['MemberPrice']
export type MemberPriceTerms = Schemas['StoredMemberPriceTerms']
export type MemberPriceVersion = Schemas['MemberPriceVersion']
export type NewMemberPrice = Schemas['NewMemberPrice']
export type NewMemberPriceTerms = Schemas['NewMemberPriceTerms']
export type StayTried = Schemas['StayTried']
export type TierPrice = Schemas['TierPrice']
export const priceWorths = ['permille', 'per_night', 'per_person', 'whole'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const ofPrice = (price_id: string) => ({ params: { path: { price_id } } })

export function useMemberPrices(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'member-prices'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/member-prices', of(programme_id))) })
}

export function useMemberPriceVersions(price_id: string | undefined) {
  return useQuery({
    queryKey: ['loyalty', 'member-price', price_id],
    enabled: price_id !== undefined,
    queryFn: () => body(api.GET('/api/loyalty/member-prices/{price_id}/versions', ofPrice(price_id ?? ''))),
  })
}

export function useCreateMemberPrice(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewMemberPrice) => body(api.POST('/api/loyalty/programmes/{programme_id}/member-prices', { ...of(programme_id), body: wanted })), onSuccess })
}

export function useSetMemberPrice() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ price_id, change }: { price_id: string; change: NewMemberPriceTerms }) => body(api.PUT('/api/loyalty/member-prices/{price_id}/terms', { ...ofPrice(price_id), body: change })), onSuccess })
}

/** What the members of each tier would pay; nothing is kept or told to anybody. */
export function useTierPrices(programme_id: string, tried: StayTried, enabled: boolean) {
  return useQuery({
    queryKey: ['loyalty', 'programme', programme_id, 'tier-prices', tried],
    enabled,
    retry: false,
    placeholderData: (before) => before,
    queryFn: () => body(api.POST('/api/loyalty/programmes/{programme_id}/tier-prices', { ...of(programme_id), body: tried })),
  })
}
