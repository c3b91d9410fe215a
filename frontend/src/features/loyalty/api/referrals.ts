import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type Referral = Schemas['Referral']
export type ReferralBoard = Schemas['ReferralBoard']
export type ReferralLine = Schemas['ReferralLine']
export type ReferralState = Schemas['ReferralState']
export type ReferralTerms = Schemas['StoredReferralTerms']
export type ReferralTermsVersion = Schemas['ReferralTermsVersion']
export type NewReferralTerms = Schemas['NewReferralTerms']
export const referralStates = ['waiting', 'promised', 'rewarded', 'taken_back', 'lapsed', 'refused'] as const
export const referralSigns = ['phone', 'email', 'document', 'household', 'payer', 'circle'] as const
export const referralVerdicts = ['ring', 'same_person', 'not_eligible'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const ofMember = (member_id: string) => ({ params: { path: { member_id } } })

/** Every version of the terms, the newest first. */
export function useReferralTerms(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'referral-terms'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/referral-terms', of(programme_id))) })
}

export function useSetReferralTerms(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewReferralTerms) => body(api.PUT('/api/loyalty/programmes/{programme_id}/referral-terms', { ...of(programme_id), body: wanted })), onSuccess })
}

/** Adds points to what referrals may promise; the same key adds once. */
export function useFundReferrals(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, points }: { key: string; points: number }) =>
      api.POST('/api/loyalty/programmes/{programme_id}/referral-budget', { params: { path: { programme_id }, header: { 'Idempotency-Key': key } }, body: { points } }),
    onSuccess,
  })
}

export function useReferralBoard(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'referral-board'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/referral-board', of(programme_id))) })
}

export function useReferrals(programme_id: string, state: ReferralState | undefined) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'referrals', state], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/referrals', { params: { path: { programme_id }, query: { state, page, size: 50 } } })),
    ),
  )
}

export function useApproveReferral() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (referral_id: string) => body(api.POST('/api/loyalty/referrals/{referral_id}/approval', { params: { path: { referral_id } } })), onSuccess })
}

export function useRefuseReferral() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ referral_id, why }: { referral_id: string; why: (typeof referralVerdicts)[number] }) =>
      body(api.POST('/api/loyalty/referrals/{referral_id}/refusal', { params: { path: { referral_id } }, body: { why } })),
    onSuccess,
  })
}

/** The member's code and link; null where there is none. */
export function useReferralCode(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'referral-code'], queryFn: async () => (await body(api.GET('/api/loyalty/members/{member_id}/referral-code', ofMember(member_id)))) ?? null })
}

export function useMakeReferralCode(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => body(api.PUT('/api/loyalty/members/{member_id}/referral-code', ofMember(member_id))), onSuccess })
}

export function useRevokeReferralCode(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => api.DELETE('/api/loyalty/members/{member_id}/referral-code', ofMember(member_id)), onSuccess })
}

/** The friends whom a member brought, and by whom the member came. */
export function useMemberReferrals(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'referrals'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/referrals', ofMember(member_id))) })
}
