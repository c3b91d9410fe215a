import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type ShownResults = Schemas['ShownResults']
export type ShownShare = Schemas['ShownShare']
export type OpenPlace = Schemas['OpenPlace']
export type ListRun = Schemas['ListRun']
export type Surface = Schemas['Surface']

/** Which lists stand behind a number: what became of them, at one place of the list or where they were shown. */
export interface Asked {
  days: number
  became: Schemas['Became']
  place?: number
  surface?: Surface
}

const LISTS = ['recommend', 'lists']
const POLL_MS = 1500

/** What became of the lists shown in the last days. */
export function useShownResults(days: number) {
  return useQuery({ queryKey: ['recommend', 'results', days], queryFn: () => body(api.GET('/api/recommend/results', { params: { query: { days } } })) })
}

/** The lists behind a number, the newest on top. */
export function useListsBehind(asked: Asked) {
  return useInfiniteQuery(pagesQuery(['recommend', 'behind', JSON.stringify(asked)], (page) => body(api.GET('/api/recommend/results/lists', { params: { query: { ...asked, page } } }))))
}

/** The newest makings of lists; read again and again while one is under way. */
export function useListRuns() {
  return useQuery({
    queryKey: LISTS,
    queryFn: () => body(api.GET('/api/recommend/lists')),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? POLL_MS : false),
  })
}

export function isUnderWay(run: ListRun): boolean {
  return run.ended_at === null
}

export function useOrderLists() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: () => body(api.POST('/api/recommend/lists')), onSettled: () => queries.invalidateQueries({ queryKey: LISTS }) })
}

export function useCancelLists() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (run_id: string) => body(api.POST('/api/recommend/lists/{run_id}/cancel', { params: { path: { run_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: LISTS }),
  })
}
