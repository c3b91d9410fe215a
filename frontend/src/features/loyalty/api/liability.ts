import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type Liability = Schemas['Liability']
export type Closing = Schemas['Closing']
export type CohortRow = Schemas['CohortRow']
export type JournalLine = Schemas['JournalLine']
export type Stack = Schemas['Stack']
export type Comparison = Schemas['Comparison']
export type AccountingRules = Schemas['AccountingRules']
export type BookingDifference = Schemas['BookingDifference']

const WATCH_MS = 800
const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const key = (programme_id: string, ...more: string[]) => ['loyalty', 'programme', programme_id, 'liability', ...more]

export function isUnderWay(one: { state: string } | null | undefined): boolean {
  return one?.state === 'waiting' || one?.state === 'running'
}

/** What is owed by month and cohort; asked again while a month is being closed. */
export function useLiability(programme_id: string) {
  return useQuery({
    queryKey: key(programme_id),
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/liability', of(programme_id))),
    refetchInterval: ({ state }) => (state.data?.closings.some(isUnderWay) ? WATCH_MS : false),
  })
}

export function useReconciliation(programme_id: string) {
  return useQuery({ queryKey: key(programme_id, 'reconciliation'), queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/reconciliation', of(programme_id))) })
}

export function useClosedMonth(programme_id: string, month: string | undefined) {
  return useQuery({
    queryKey: key(programme_id, month ?? ''),
    enabled: month !== undefined,
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/months/{month}', { params: { path: { programme_id, month: month ?? '' } } })),
  })
}

export function useCloseMonth(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (month: string) => body(api.POST('/api/loyalty/programmes/{programme_id}/closings', { ...of(programme_id), body: { month } })), onSuccess })
}

export function useCancelClosing() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (closing_id: string) => api.POST('/api/loyalty/closings/{closing_id}/cancel', { params: { path: { closing_id } } }), onSuccess })
}

export function useChangeAccounting(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (rules: AccountingRules) => body(api.PUT('/api/loyalty/programmes/{programme_id}/accounting', { ...of(programme_id), body: rules })), onSuccess })
}

export function useComparison(programme_id: string) {
  return useQuery({
    queryKey: key(programme_id, 'comparison'),
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/comparison', of(programme_id))),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? WATCH_MS : false),
  })
}

export function useCompare(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => body(api.POST('/api/loyalty/programmes/{programme_id}/comparison', of(programme_id))), onSuccess })
}

export function useCancelComparison(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => api.POST('/api/loyalty/programmes/{programme_id}/comparison/cancel', of(programme_id)), onSuccess })
}

export function useDifferences(comparison_id: string) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'differences', comparison_id], (page) =>
      body(api.GET('/api/loyalty/comparisons/{comparison_id}/differences', { params: { path: { comparison_id }, query: page ? { page } : {} } })),
    ),
  )
}
