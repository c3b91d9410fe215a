import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type ValueDeciles = components['schemas']['ValueDeciles']
export type ValueTenth = components['schemas']['ValueTenth']
export type ScoredGuest = components['schemas']['ScoredGuest']

export const MODEL = 'lifetime_value'
const SCORE = 'value_minor_365d'

/** What guests are expected to spend in a year, tenth by tenth; a Problem 404 where no model says anything yet. */
export function useDeciles() {
  return useQuery({ queryKey: ['insight', 'summary', 'deciles'], queryFn: () => body(api.GET('/api/insight/value/deciles')) })
}

/** Guests by what they are expected to spend in a year, the highest on top. */
export function useWorth(low: number, high: number) {
  return useInfiniteQuery(
    pagesQuery(['insight', 'summary', 'worth', String(low), String(high)], (page) => body(api.GET('/api/insight/scored', { params: { query: { score: SCORE, low, high, page } } }))),
  )
}
