import { useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'

export type AudienceOfGuest = components['schemas']['AudienceOfGuest']
export type Explained = components['schemas']['GuestTried']
export type Membership = components['schemas']['MembershipExplained']

/** What every question about audiences begins with, so that one word makes all of them ask again. */
export const AUDIENCES = ['audiences']

/** The audiences a guest is in, as they were made last. */
export function useAudiencesOf(guest_id: string) {
  return useQuery({
    queryKey: [...AUDIENCES, 'of', guest_id],
    queryFn: () => body(api.GET('/api/audiences/of-guest/{guest_id}', { params: { path: { guest_id } } })),
  })
}

/** Whether a guest is in an audience, since when, and why. */
export function useMembership(audience_id: string, guest_id: string) {
  return useQuery({
    queryKey: [...AUDIENCES, 'membership', audience_id, guest_id],
    queryFn: () => body(api.GET('/api/audiences/{audience_id}/members/{guest_id}', { params: { path: { audience_id, guest_id } } })),
  })
}
