import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type PriceDecision = components['schemas']['PriceDecision']

/** Prices and offers that were registered, newest first. */
export function useDecisions() {
  return useInfiniteQuery(pagesQuery(['decisions'], (page) => body(api.GET('/api/decisions', { params: { query: { page } } }))))
}

/** Why one of them is what it is. */
export function useExplanation(decision_id: string) {
  return useQuery({
    queryKey: ['decisions', decision_id],
    queryFn: () => body(api.GET('/api/decisions/{decision_id}', { params: { path: { decision_id } } })),
  })
}
