import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type GuestLine = components['schemas']['GuestLine']
export type Guest = components['schemas']['GuestView']
export type Survived = components['schemas']['Survived']
export type SaidValue = components['schemas']['SaidValue']
export type SourceRecord = components['schemas']['SourceRecord']
export type Moment = components['schemas']['TimelineEntry']
export type BookingSummary = components['schemas']['BookingSummary']
export type SealedField = components['schemas']['RevealOrder']['field']
export type RevealOrder = components['schemas']['RevealOrder']
export const revealPurposes = ['call_back', 'confirm_booking', 'check_in', 'complaint', 'emergency', 'legal', 'correction', 'other'] as const

export const timelineKinds = ['booking', 'event', 'interaction', 'feedback', 'trait', 'note', 'call', 'file'] as const
export type TimelineKind = (typeof timelineKinds)[number]
/** What one asks for by a word: contacts are those of the sources and the calls that colleagues logged. */
export const timelineFilters = {
  booking: ['booking'],
  interaction: ['interaction', 'call'],
  note: ['note', 'file'],
  event: ['event'],
  feedback: ['feedback'],
  trait: ['trait'],
} as const satisfies Record<string, readonly TimelineKind[]>
export type TimelineFilter = keyof typeof timelineFilters
export const guestFilters = ['source_id', 'province', 'city', 'run_id'] as const

/** The list under the filters of the address; what was typed goes in the body, so that no name or phone stands in an address. */
export function useGuests(search: Search, text: string) {
  const where = Object.fromEntries(guestFilters.map((name) => [name, search[name]]))
  return useInfiniteQuery(
    pagesQuery(['guests', where, text], (page) =>
      text
        ? body(api.POST('/api/guests/search', { body: { ...where, text, page, size: 50 } }))
        : body(api.GET('/api/guests', { params: { query: { ...where, page } } })),
    ),
  )
}

/** The guest whom any id means: a record's, or one the guest had before. */
export function useGuest(guest_id: string) {
  return useQuery({
    queryKey: ['guest', guest_id],
    queryFn: () => body(api.GET('/api/guests/{guest_id}', { params: { path: { guest_id } } })),
  })
}

export function useTimeline(guest_id: string, filter: TimelineFilter | undefined) {
  const kinds = filter ? [...timelineFilters[filter]] : []
  return useInfiniteQuery(
    pagesQuery(['guest', guest_id, 'timeline', kinds], (page) =>
      body(api.GET('/api/guests/{guest_id}/timeline', { params: { path: { guest_id }, query: { kinds, page, size: 30 } } })),
    ),
  )
}

/** The guest's bookings, the ones booked last on top; with `starts_from` only those that begin on that day or later. */
export function useBookingsOf(guest_id: string, starts_from?: string) {
  const where = { guest_id, starts_from }
  return useInfiniteQuery(
    pagesQuery(['bookings', where], (page) => body(api.GET('/api/bookings', { params: { query: { ...where, page, size: 20 } } }))),
  )
}

/** Shows one sealed value of a record; the server keeps a line of who asked and what for. */
export function useReveal(record_id: string) {
  return useMutation({
    mutationFn: (ask: RevealOrder) =>
      body(api.POST('/api/records/{record_id}/reveal', { params: { path: { record_id } }, body: ask })),
  })
}

/** The field of the guest by its name. */
export function fieldOf(guest: Guest, name: string): Survived | undefined {
  return guest.fields.find((one) => one.field === name)
}
