import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type GiftCard = Schemas['GiftCard']
export type GiftCardLine = Schemas['GiftCardLine']
export type GiftFilter = Schemas['GiftFilter']
export type GiftLiability = Schemas['GiftLiability']
export type GiftMonth = Schemas['GiftMonth']
export type GiftPolicy = Schemas['StoredGiftPolicy']
export type GiftPolicyVersion = Schemas['GiftPolicyVersion']
export type GiftUseLine = Schemas['GiftUseLine']
export type NewGiftCard = Schemas['NewGiftCard']
export const giftFilters = ['live', 'ended', 'empty'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const ofCard = (card_id: string) => ({ params: { path: { card_id } } })

export function useGiftPolicy(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'gift-policy'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/gift-policy', of(programme_id))) })
}

export function useSetGiftPolicy(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: (wanted: { policy: GiftPolicy; seen_number: number }) => body(api.PUT('/api/loyalty/programmes/{programme_id}/gift-policy', { ...of(programme_id), body: wanted })),
    onSuccess,
  })
}

export function useGiftLiability(programme_id: string, enabled: boolean) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'gift-liability'], enabled, queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/gift-liability', of(programme_id))) })
}

/** What moved on gift cards month by month, and whether it is what their accounts hold. */
export function useGiftStatement(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'gift-statement'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/gift-statement', of(programme_id))) })
}

export function useGiftCards(programme_id: string, state: GiftFilter | undefined) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'gift-cards', state], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/gift-cards', { params: { path: { programme_id }, query: { state, page, size: 50 } } })),
    ),
  )
}

export function useGiftCard(card_id: string) {
  return useQuery({ queryKey: ['loyalty', 'gift-card', card_id], queryFn: () => body(api.GET('/api/loyalty/gift-cards/{card_id}', ofCard(card_id))) })
}

export function useGiftUses(card_id: string) {
  return useQuery({ queryKey: ['loyalty', 'gift-card', card_id, 'uses'], queryFn: () => body(api.GET('/api/loyalty/gift-cards/{card_id}/uses', ofCard(card_id))) })
}

export function useMemberGifts(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'gift-cards'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/gift-cards', { params: { path: { member_id } } })) })
}

/** Issues a card; its code is in the answer and nowhere else. The same key issues once. */
export function useIssueGift(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, wanted }: { key: string; wanted: NewGiftCard }) =>
      body(api.POST('/api/loyalty/programmes/{programme_id}/gift-cards', { params: { path: { programme_id }, header: { 'Idempotency-Key': key } }, body: wanted })),
    onSuccess,
    gcTime: 0,
  })
}

/** The card with a code as typed; a code stands in no address. */
export function useFindGift(programme_id: string) {
  return useMutation({ mutationFn: (code: string) => body(api.POST('/api/loyalty/programmes/{programme_id}/gift-cards/find', { ...of(programme_id), body: { code } })), gcTime: 0 })
}

export function useExtendGift(card_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => body(api.POST('/api/loyalty/gift-cards/{card_id}/extension', ofCard(card_id))), onSuccess })
}

export function usePayOutGift(card_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: (key: string) => body(api.POST('/api/loyalty/gift-cards/{card_id}/payout', { params: { path: { card_id }, header: { 'Idempotency-Key': key } } })),
    onSuccess,
  })
}
