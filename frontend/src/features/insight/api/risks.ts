import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type BookingAtRisk = components['schemas']['BookingAtRisk']
export type RiskSummary = components['schemas']['RiskSummary']

export const riskFilters = ['property', 'market', 'unit_id'] as const

export function useRiskSummary() {
  return useQuery({ queryKey: ['insight', 'risks', 'summary'], queryFn: () => body(api.GET('/api/insight/bookings-at-risk/summary')) })
}

/** Bookings to come, what is most at stake on top. */
export function useBookingsAtRisk({ property, market, unit_id }: Search) {
  return useInfiniteQuery(
    pagesQuery(['insight', 'risks', property, market, unit_id], (page) => body(api.GET('/api/insight/bookings-at-risk', { params: { query: { property, market, unit_id, page } } }))),
  )
}
