import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type LeavingGuest = components['schemas']['LeavingGuest']
export type LeavingSummary = components['schemas']['LeavingSummary']
export type Stage = components['schemas']['Stage']

/** Guests who are likely to leave, what is most at stake on top. */
export function useLeaving(least: number, stage: Stage | undefined) {
  return useInfiniteQuery(pagesQuery(['insight', 'summary', 'leaving', String(least), stage ?? ''], (page) => body(api.GET('/api/insight/leaving', { params: { query: { least, stage, page } } }))))
}

/** How many there are in every stage, whichever one is chosen. */
export function useLeavingSummary(least: number) {
  return useQuery({ queryKey: ['insight', 'summary', 'leaving', 'sums', least], queryFn: () => body(api.GET('/api/insight/leaving/summary', { params: { query: { least } } })) })
}
