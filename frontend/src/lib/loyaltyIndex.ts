import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'
import { pagesQuery } from './pages'

type Schemas = components['schemas']
export type GuestIndex = Schemas['GuestIndex']
export type IndexBoard = Schemas['IndexBoard']
export type IndexGroup = Schemas['IndexGroup']
export type IndexGuest = Schemas['IndexGuest']
export type IndexMonth = Schemas['MonthOfIndex']
export type MonthAhead = Schemas['MonthAhead']
export type DimensionPoints = Schemas['DimensionPoints']
export type Dimension = Schemas['Dimension']
export type EvidenceLine = Schemas['EvidenceLine']
export type IndexPolicy = Schemas['IndexPolicy']
export type IndexGrouping = Schemas['IndexGrouping']
export type IndexRun = Schemas['IndexRun']

/** The six, in the order of the picture. */
export const dimensions = ['behavioural', 'economic', 'emotional', 'intention', 'knowledge', 'responsibility'] as const satisfies readonly Dimension[]
export const groupings = ['tier', 'value', 'group', 'year'] as const satisfies readonly IndexGrouping[]

/** Whose index is asked for, and of which part of it. */
export interface IndexAsked {
  by?: IndexGrouping
  key?: string
  low?: number
  measure?: Dimension
}

/** The index of a guest; a Problem where none may be made or nothing is known. */
export function useGuestIndex(guest_id: string) {
  return useQuery({ queryKey: ['loyalty', 'index', 'guest', guest_id], retry: false, queryFn: () => body(api.GET('/api/loyalty/guests/{guest_id}/index', { params: { path: { guest_id } } })) })
}

/** The index of everybody, or of a group. */
export function useIndexBoard(asked: IndexAsked, enabled = true) {
  return useQuery({
    queryKey: ['loyalty', 'index', 'board', asked.by, asked.key],
    enabled,
    retry: false,
    queryFn: () => body(api.GET('/api/loyalty/index', { params: { query: { by: asked.by, key: asked.key } } })),
  })
}

export function useIndexGroups(by: IndexGrouping) {
  return useQuery({ queryKey: ['loyalty', 'index', 'groups', by], retry: false, queryFn: () => body(api.GET('/api/loyalty/index/groups', { params: { query: { by } } })) })
}

export function useIndexGuests(asked: IndexAsked) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'index', 'guests', asked.by, asked.key, asked.low, asked.measure], (page) => body(api.GET('/api/loyalty/index/guests', { params: { query: { ...asked, page } } }))),
  )
}

export function useIndexMovers(months: number) {
  return useQuery({ queryKey: ['loyalty', 'index', 'movers', months], queryFn: () => body(api.GET('/api/loyalty/index/movers', { params: { query: { months } } })) })
}

export function useIndexPolicy() {
  return useQuery({ queryKey: ['loyalty', 'index', 'policy'], queryFn: () => body(api.GET('/api/loyalty/index/policy')) })
}

/** Everything that is said of the index is read again. */
function useFresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['loyalty', 'index'] })
}

export function useChangeIndexPolicy() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (wanted: { policy: IndexPolicy; seen_number: number }) => body(api.PUT('/api/loyalty/index/policy', { body: wanted })), onSuccess })
}

export function usePreviewIndexPolicy() {
  return useMutation({ mutationFn: (policy: IndexPolicy) => body(api.POST('/api/loyalty/index/policy/preview', { body: { policy } })) })
}

/** The computations; asked again each two seconds while one is under way. */
export function useIndexRuns() {
  return useQuery({
    queryKey: ['loyalty', 'index', 'runs'],
    queryFn: () => body(api.GET('/api/loyalty/index/runs')),
    refetchInterval: (query) => (query.state.data?.some((one) => one.state === 'waiting' || one.state === 'running') ? 2000 : false),
  })
}

export function useOrderIndex() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (with_past: boolean) => body(api.POST('/api/loyalty/index/runs', { body: { with_past } })), onSuccess })
}

export function useCancelIndex() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (run_id: string) => api.POST('/api/loyalty/index/runs/{run_id}/cancel', { params: { path: { run_id } } }), onSuccess })
}
