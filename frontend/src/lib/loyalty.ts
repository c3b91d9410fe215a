import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'
import { pagesQuery } from './pages'

type Schemas = components['schemas']
export type Programme = Schemas['Programme']
export type Member = Schemas['Member']
export type Balance = Schemas['Balance']
export type MemberTier = Schemas['MemberTier']
export type BenefitState = Schemas['BenefitState']
export type Missing = Schemas['Missing']
export type LedgerEntry = Schemas['LedgerEntry']
export const proofs = ['invoice', 'boarding_card', 'folio', 'confirmation'] as const
export type Proof = (typeof proofs)[number]

const of = (member_id: string) => ({ params: { path: { member_id } } })

/** Returns what to do after something of loyalty was written: everything shown of it is read again. */
export function useLoyaltyFresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['loyalty'] })
}

export function useProgrammes(enabled = true) {
  return useQuery({ queryKey: ['loyalty', 'programmes'], enabled, queryFn: () => body(api.GET('/api/loyalty/programmes')) })
}

export function useMemberships(guest_id: string) {
  return useQuery({ queryKey: ['loyalty', 'guest', guest_id], queryFn: () => body(api.GET('/api/guests/{guest_id}/memberships', { params: { path: { guest_id } } })) })
}

export function useMember(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}', of(member_id))) })
}

export function useBalances(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'balances'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/balances', of(member_id))) })
}

/** Where a member stands; a Problem `tiers_unset` where the programme has no tiers yet. */
export function useMemberTier(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'tier'], retry: false, queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/tier', of(member_id))) })
}

/** What happened on the member's accounts, the newest first. */
export function useEntries(member_id: string, kind?: string, size = 20) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'member', member_id, 'entries', kind, size], (page) =>
      body(api.GET('/api/loyalty/members/{member_id}/entries', { params: { path: { member_id }, query: { kind, page, size } } })),
    ),
  )
}

export function useEnrol() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ programme_id, guest_id, guardian_number = '' }: { programme_id: string; guest_id: string; guardian_number?: string }) =>
      body(api.POST('/api/loyalty/programmes/{programme_id}/members', { params: { path: { programme_id } }, body: { guest_id, channel: 'desk', guardian_number } })),
    onSuccess,
  })
}

/** Uses one of a benefit at once; resolves to the id by which it can be given back. */
export function useBenefitUse(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: (benefit: string) =>
      body(api.POST('/api/loyalty/members/{member_id}/benefit-uses', { ...of(member_id), body: { benefit, key: crypto.randomUUID(), source: '', uses: 1, is_used: true } })),
    onSuccess,
  })
}

export function useGiveBenefitBack() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (use_id: string) => api.POST('/api/loyalty/benefit-uses/{use_id}/return', { params: { path: { use_id } } }), onSuccess })
}

export function useClaim(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: (claim: { booking_id: string; proof: Proof }) => body(api.POST('/api/loyalty/members/{member_id}/claims', { ...of(member_id), body: claim })),
    onSuccess,
  })
}

export function useMemberClaims(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'claims'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/claims', of(member_id))) })
}

/** The bookings a claim may be about: those of the guest. */
export function useClaimable(guest_id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['loyalty', 'claimable', guest_id],
    enabled,
    queryFn: () => body(api.GET('/api/bookings', { params: { query: { guest_id, size: 100 } } })),
  })
}

/** Bookings by their number, for a claim about one that is under another name. */
export function useBookingsNumbered(text: string) {
  return useQuery({
    queryKey: ['loyalty', 'bookings', text],
    enabled: text.length > 3,
    queryFn: () => body(api.POST('/api/bookings/search', { body: { text, size: 10 } })),
  })
}
