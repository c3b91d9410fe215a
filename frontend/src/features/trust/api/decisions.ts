import { useInfiniteQuery } from '@tanstack/react-query'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

/** Prices and offers that were registered, newest first. */
export function useDecisions() {
  return useInfiniteQuery(pagesQuery(['decisions'], (page) => body(api.GET('/api/decisions', { params: { query: { page } } }))))
}
