import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'

type Schemas = components['schemas']
export type Club = Schemas['Club']
export type ClubEvent = Schemas['ClubEvent']
export type ClubEventWanted = Schemas['ClubEventWanted']
export type ClubInvitation = Schemas['ClubInvitation']
export type ClubMemberLine = Schemas['ClubMemberLine']
export type ClubWanted = Schemas['ClubWanted']
export type EventReplyLine = Schemas['EventReplyLine']
export const inviteReasons = ['tier', 'founder', 'partner', 'opinion_leader', 'recovery', 'recommended'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const ofClub = (club_id: string) => ({ params: { path: { club_id } } })
const ofMembership = (membership_id: string) => ({ params: { path: { membership_id } } })

export function useClubs(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'clubs'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/clubs', of(programme_id))) })
}

export function useSetClub(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: ClubWanted) => body(api.PUT('/api/loyalty/programmes/{programme_id}/clubs', { ...of(programme_id), body: wanted })), onSuccess })
}

export function useClubMembers(club_id: string) {
  return useQuery({ queryKey: ['loyalty', 'club', club_id, 'members'], queryFn: () => body(api.GET('/api/loyalty/clubs/{club_id}/members', ofClub(club_id))) })
}

export function useInvite(club_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: ClubInvitation) => body(api.POST('/api/loyalty/clubs/{club_id}/members', { ...ofClub(club_id), body: wanted })), onSuccess })
}

export function useAnswer() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ id, is_accepted }: { id: string; is_accepted: boolean }) => body(api.PUT('/api/loyalty/club-members/{membership_id}/answer', { ...ofMembership(id), body: { is_accepted } })), onSuccess })
}

export function useLeaveClub() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (id: string) => api.POST('/api/loyalty/club-members/{membership_id}/leaving', ofMembership(id)), onSuccess })
}

export function useSetContact() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ id, contact_id }: { id: string; contact_id: string | null }) => api.PUT('/api/loyalty/club-members/{membership_id}/contact', { ...ofMembership(id), body: { contact_id } }), onSuccess })
}

/** Colleagues who see the guest: one of them may look after the member. */
export function useContacts(guest_id: string, enabled: boolean) {
  return useQuery({ queryKey: ['guest', guest_id, 'peers'], enabled, queryFn: () => body(api.GET('/api/guests/{guest_id}/peers', { params: { path: { guest_id } } })) })
}

export function useClubEvents(club_id: string) {
  return useQuery({ queryKey: ['loyalty', 'club', club_id, 'events'], queryFn: () => body(api.GET('/api/loyalty/clubs/{club_id}/events', ofClub(club_id))) })
}

export function useSetEvent(club_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: ClubEventWanted) => body(api.PUT('/api/loyalty/clubs/{club_id}/events', { ...ofClub(club_id), body: wanted })), onSuccess })
}

export function useCancelEvent() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (event_id: string) => api.POST('/api/loyalty/club-events/{event_id}/cancellation', { params: { path: { event_id } } }), onSuccess })
}

export function useReplies(event_id: string) {
  return useQuery({ queryKey: ['loyalty', 'club-event', event_id, 'replies'], queryFn: () => body(api.GET('/api/loyalty/club-events/{event_id}/replies', { params: { path: { event_id } } })) })
}

/** Notes that a club member comes with so many guests, or does not (null). */
export function useReply(event_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ membership_id, guests }: { membership_id: string; guests: number | null }) =>
      body(api.PUT('/api/loyalty/club-events/{event_id}/replies/{membership_id}', { params: { path: { event_id, membership_id } }, body: { guests } })),
    onSuccess,
  })
}

export function useAttendance(event_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ membership_id, came }: { membership_id: string; came: number }) =>
      api.PUT('/api/loyalty/club-events/{event_id}/attendance/{membership_id}', { params: { path: { event_id, membership_id } }, body: { came } }),
    onSuccess,
  })
}
