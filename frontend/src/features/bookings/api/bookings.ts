import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type BookingSummary = components['schemas']['BookingSummary']
export type Booking = components['schemas']['BookingPage']
export type Totals = components['schemas']['BookingTotals']
export type Version = components['schemas']['BookingVersion']

export const bookingFilters = [
  'line',
  'status',
  'source_id',
  'guest_id',
  'run_id',
  'starts_from',
  'starts_until',
  'booked_from',
  'booked_until',
] as const

function whereOf(search: Search) {
  return Object.fromEntries(bookingFilters.map((name) => [name, search[name]]))
}

/** The list under the filters of the address; what was typed goes in the body, so that no name or phone stands in an address. */
export function useBookings(search: Search, text: string) {
  const where = whereOf(search)
  return useInfiniteQuery(
    pagesQuery(['bookings', where, text], (page) =>
      text
        ? body(api.POST('/api/bookings/search', { body: { ...where, text, page, size: 50 } }))
        : body(api.GET('/api/bookings', { params: { query: { ...where, page } } })),
    ),
  )
}

/** How many there are under the filters, and what they add up to. */
export function useTotals(search: Search, text: string) {
  const where = whereOf(search)
  return useQuery({
    queryKey: ['bookings', 'totals', where, text],
    queryFn: () =>
      text
        ? body(api.POST('/api/bookings/search/totals', { body: { ...where, text } }))
        : body(api.GET('/api/bookings/totals', { params: { query: where } })),
  })
}

export function useBooking(booking_id: string) {
  return useQuery({
    queryKey: ['booking', booking_id],
    queryFn: () => body(api.GET('/api/bookings/{booking_id}', { params: { path: { booking_id } } })),
  })
}

export function useVersions(booking_id: string) {
  return useQuery({
    queryKey: ['booking', booking_id, 'versions'],
    queryFn: () => body(api.GET('/api/bookings/{booking_id}/versions', { params: { path: { booking_id } } })),
  })
}
