import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type GuestSummary = components['schemas']['GuestSummary']
export type Guest = components['schemas']['GuestPage']
export type Moment = components['schemas']['TimelineEntry']
export type BookingSummary = components['schemas']['BookingSummary']
export type SealedField = components['schemas']['RevealOrder']['field']
export type RevealOrder = components['schemas']['RevealOrder']
export const revealPurposes = ['call_back', 'confirm_booking', 'check_in', 'complaint', 'emergency', 'legal', 'correction', 'other'] as const

export const timelineKinds = ['booking', 'event', 'interaction', 'feedback', 'trait'] as const
export type TimelineKind = (typeof timelineKinds)[number]
export const guestFilters = ['text', 'source_id', 'province', 'city', 'run_id'] as const

/** The list under the filters of the address. */
export function useGuests(search: Search) {
  const where = Object.fromEntries(guestFilters.map((name) => [name, search[name]]))
  return useInfiniteQuery(
    pagesQuery(['guests', where], (page) => body(api.GET('/api/guests', { params: { query: { ...where, page } } }))),
  )
}

export function useGuest(record_id: string) {
  return useQuery({
    queryKey: ['guest', record_id],
    queryFn: () => body(api.GET('/api/guests/{record_id}', { params: { path: { record_id } } })),
  })
}

export function useTimeline(record_id: string, kinds: TimelineKind[]) {
  return useInfiniteQuery(
    pagesQuery(['guest', record_id, 'timeline', kinds], (page) =>
      body(api.GET('/api/guests/{record_id}/timeline', { params: { path: { record_id }, query: { kinds, page } } })),
    ),
  )
}

export function useCompanions(record_id: string) {
  return useQuery({
    queryKey: ['guest', record_id, 'companions'],
    queryFn: () => body(api.GET('/api/guests/{record_id}/companions', { params: { path: { record_id } } })),
  })
}

export function useBookingsOf(record_id: string) {
  return useInfiniteQuery(
    pagesQuery(['bookings', { record_id }], (page) => body(api.GET('/api/bookings', { params: { query: { record_id, page, size: 20 } } }))),
  )
}

/** Shows one sealed value; the server keeps a line of who asked and what for. */
export function useReveal(record_id: string) {
  return useMutation({
    mutationFn: (ask: RevealOrder) =>
      body(api.POST('/api/guests/{record_id}/reveal', { params: { path: { record_id } }, body: ask })),
  })
}
