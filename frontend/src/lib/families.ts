import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'
import { useLoyaltyFresh } from './loyalty'

type Schemas = components['schemas']
export type FamilyPlace = Schemas['FamilyPlace']
export type Family = Schemas['MemberFamily']
export type FamilyTie = Schemas['FamilyTie']
export type FamilyInvitation = Schemas['FamilyInvitation']

const of = (member_id: string) => ({ params: { path: { member_id } } })

/** The family of a member, if any, and invitations that wait for an answer. */
export function useFamilyPlace(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'family'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/family', of(member_id))) })
}

export function useOpenFamily(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (shares: boolean) => body(api.POST('/api/loyalty/members/{member_id}/family', { ...of(member_id), body: { shares } })), onSuccess })
}

export function useInvite(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (number: string) => body(api.POST('/api/loyalty/members/{member_id}/family/invitations', { ...of(member_id), body: { number } })), onSuccess })
}

export function useAddMinor(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: { number: string; shares: boolean }) => body(api.POST('/api/loyalty/members/{member_id}/family/minors', { ...of(member_id), body: wanted })), onSuccess })
}

export function useAnswerInvitation(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ tie_id, ...answer }: { tie_id: string; accept: boolean; shares: boolean }) =>
      api.POST('/api/loyalty/members/{member_id}/family-invitations/{tie_id}/answer', { params: { path: { member_id, tie_id } }, body: answer }),
    onSuccess,
  })
}

export function useWithdrawInvitation(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (tie_id: string) => api.POST('/api/loyalty/members/{member_id}/family/invitations/{tie_id}/withdrawal', { params: { path: { member_id, tie_id } } }), onSuccess })
}

/** Whether others of the family may spend a member's points, from now on. */
export function useShare() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ member_id, shares }: { member_id: string; shares: boolean }) => api.PUT('/api/loyalty/members/{member_id}/family/sharing', { ...of(member_id), body: { shares } }), onSuccess })
}

export function useLeaveFamily(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => api.POST('/api/loyalty/members/{member_id}/family/leaving', of(member_id)), onSuccess })
}
