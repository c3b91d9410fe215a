import { useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'

export type MemberClub = components['schemas']['MemberClub']

/** The clubs that a member is in or is invited to; none for everybody else. */
export function useMemberClubs(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'clubs'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/clubs', { params: { path: { member_id } } })) })
}
