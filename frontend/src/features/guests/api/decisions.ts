import { useInfiniteQuery } from '@tanstack/react-query'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

const AT_ONCE = 5

/** Prices and offers made to this guest, newest first. */
export function useGuestPrices(record_id: string) {
  return useInfiniteQuery(
    pagesQuery(['guest', record_id, 'decisions'], (page) =>
      body(api.GET('/api/guests/{record_id}/decisions', { params: { path: { record_id }, query: { page, size: AT_ONCE } } })),
    ),
  )
}
