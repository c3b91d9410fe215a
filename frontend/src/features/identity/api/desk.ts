import { type InfiniteData, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { type Page, pagesQuery } from '@/lib/pages'

export type AskedPair = components['schemas']['AskedPair']
export type AskedCounts = components['schemas']['AskedCounts']
export type PairPage = components['schemas']['PairPage']
export type Survived = components['schemas']['Survived']
export type FieldPair = components['schemas']['FieldPair']
export type Evidence = components['schemas']['Evidence']
export type Stake = components['schemas']['Stake']
export type DecisionLine = components['schemas']['DecisionLine']
export type GuestSummary = components['schemas']['GuestSummary']
export type PrecisionReport = components['schemas']['PrecisionReport']
export type Stratum = components['schemas']['Stratum']
export type PairSaid = components['schemas']['PairSaid']

/** Everything the desk shows hangs together: after a decision all of it is read again. */
const DESK = 'identity'

export interface Pair {
  left: string
  right: string
}

export function useAsked() {
  return useInfiniteQuery(pagesQuery([DESK, 'asked'], (page) => body(api.GET('/api/identity/asked', { params: { query: { page } } }))))
}

export function useCounts() {
  return useQuery({ queryKey: [DESK, 'counts'], queryFn: () => body(api.GET('/api/identity/asked/counts')) })
}

function pairQuery({ left, right }: Pair) {
  return queryOptions({
    queryKey: [DESK, 'pair', left, right],
    queryFn: () => body(api.GET('/api/identity/pairs/{record_id}/{other_id}', { params: { path: { record_id: left, other_id: right } } })),
  })
}

export function usePair(pair: Pair) {
  return useQuery({ ...pairQuery(pair), placeholderData: keepPreviousData })
}

/** Reads the pair that comes next while this one is looked at, so that it is there when the word is said. */
export function usePairAhead(pair: Pair | undefined) {
  useQuery({ ...pairQuery(pair ?? { left: '', right: '' }), enabled: pair !== undefined })
}

/** The pair leaves the queue with the answer: the next key is meant for the next pair, however long reading all of it again takes. */
export function useSay() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ left, right, said, reason = '' }: Pair & { said: PairSaid; reason?: string }) =>
      body(api.POST('/api/identity/decisions', { body: { left_id: left, right_id: right, said, reason } })),
    onSuccess: (_made, { left, right }) =>
      queries.setQueryData<InfiniteData<Page<AskedPair>>>([DESK, 'asked'], (held) => held && { ...held, pages: held.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.left.record_id !== left || one.right.record_id !== right) })) }),
    onSettled: () => void queries.invalidateQueries({ queryKey: [DESK] }),
  })
}

export function useUndo() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (decision_id: string) => body(api.POST('/api/identity/decisions/{decision_id}/undo', { params: { path: { decision_id } } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: [DESK] }),
  })
}

export function useAccept() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (asked: { weight_min: number; limit: number; reason: string }) => body(api.POST('/api/identity/asked/accept', { body: asked })),
    onSettled: () => queries.invalidateQueries({ queryKey: [DESK] }),
  })
}

export function useHistory() {
  return useInfiniteQuery(pagesQuery([DESK, 'history'], (page) => body(api.GET('/api/identity/decisions', { params: { query: { page } } }))))
}

export function usePrecision() {
  return useQuery({ queryKey: [DESK, 'precision'], queryFn: () => body(api.GET('/api/identity/precision')) })
}

export function useToReview() {
  return useQuery({ queryKey: [DESK, 'reviews'], queryFn: () => body(api.GET('/api/identity/reviews')) })
}

export function useDraw() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (each: number) => body(api.POST('/api/identity/reviews/draw', { body: { each, seed: Date.now() } })),
    onSettled: () => queries.invalidateQueries({ queryKey: [DESK] }),
  })
}

export function useReview() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ pair_id, is_same }: { pair_id: number; is_same: boolean }) =>
      api.POST('/api/identity/reviews/{pair_id}', { params: { path: { pair_id } }, body: { is_same } }),
    onSettled: () => queries.invalidateQueries({ queryKey: [DESK] }),
  })
}

export type MatchRun = components['schemas']['MatchRun']
const LOOK_MS = 1_500

/** The newest full runs; looked at again while one is under way. */
export function useRuns() {
  return useQuery({
    queryKey: [DESK, 'runs'],
    queryFn: () => body(api.GET('/api/identity/runs')),
    refetchInterval: ({ state }) => (state.data?.some((run) => !run.is_over) ? LOOK_MS : false),
  })
}

export function useOrderRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => body(api.POST('/api/identity/runs')),
    onSettled: () => queries.invalidateQueries({ queryKey: [DESK] }),
  })
}

export function useCancelRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (match_run_id: string) => api.POST('/api/identity/runs/{match_run_id}/cancel', { params: { path: { match_run_id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: [DESK, 'runs'] }),
  })
}
