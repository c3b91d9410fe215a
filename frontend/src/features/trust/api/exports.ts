import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { isUnderWay } from '@/lib/exports'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type Counters = components['schemas']['Counters']
export type YearAbroad = components['schemas']['YearAbroad']
export type PolicyCode = components['schemas']['PolicyCode']
export type NewExchange = components['schemas']['NewExchange']

export const policyCodes = ['four_eyes_people', 'yearly_people', 'yearly_people_sensitive', 'near_percent', 'kept_days', 'home_country'] as const
const WATCH_MS = 1_500

export function useExports(kind: string | undefined) {
  return useInfiniteQuery({
    ...pagesQuery(['exports', kind], (page) => body(api.GET('/api/exports', { params: { query: { kind, page } } }))),
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(isUnderWay)) ? WATCH_MS : false),
  })
}

export function useCounters(enabled: boolean) {
  return useQuery({ queryKey: ['exports', 'counters'], enabled, queryFn: () => body(api.GET('/api/exports/counters')) })
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['exports'] })
}

export function useChangePolicy() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async (values: Partial<Record<PolicyCode, string>>) => {
      for (const [code, value] of Object.entries(values)) {
        await api.PUT('/api/exports/policy/{code}', { params: { path: { code: code as PolicyCode } }, body: { value } })
      }
    },
    onSettled: refresh,
  })
}

export function useRecordExchange() {
  const refresh = useRefresh()
  return useMutation({ mutationFn: (exchange: NewExchange) => body(api.POST('/api/exports/exchanges', { body: exchange })), onSuccess: refresh })
}
