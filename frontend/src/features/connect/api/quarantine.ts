import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type QuarantinedRow = components['schemas']['QuarantinedRow']
export type Fault = components['schemas']['Fault']
export type RuleCount = components['schemas']['RuleCount']

export const rowStates = ['waiting', 'replayed', 'discarded'] as const
export const quarantineFilters = ['source_id', 'run_id', 'rule', 'field', 'state'] as const

function whereOf(search: Search) {
  return Object.fromEntries(quarantineFilters.map((name) => [name, search[name]]))
}

export function useQuarantine(search: Search) {
  const where = whereOf(search)
  return useInfiniteQuery(
    pagesQuery(['quarantine', where], (page) => body(api.GET('/api/quarantine', { params: { query: { ...where, page } } }))),
  )
}

/** How many waiting rows broke which rule in which field. */
export function ruleCountsQuery({ source_id, run_id }: Search) {
  return queryOptions({
    queryKey: ['quarantine', 'rules', source_id, run_id],
    queryFn: () => body(api.GET('/api/quarantine/rules', { params: { query: { source_id, run_id } } })),
  })
}

/** Everything that shows rows in quarantine or counts them is asked for again. */
function useRefresh() {
  const queries = useQueryClient()
  return async () => {
    await Promise.all(['quarantine', 'home', 'notifications', 'sources', 'runs'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
  }
}

export function useMendRow() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, values }: { id: string; values: Record<string, string | null> }) =>
      api.PATCH('/api/quarantine/{row_id}', { params: { path: { row_id: id } }, body: { values } }),
    onSuccess: refresh,
  })
}

/** Runs rows through the contract again; without ids, every waiting row of the source. Resolves to the run. */
export function useReplay() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ sourceId, ids }: { sourceId: string; ids?: string[] }) =>
      body(api.POST('/api/quarantine/replay', { body: { source_id: sourceId, row_ids: ids ?? null } })),
    onSuccess: refresh,
  })
}

export function useDiscard() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (ids: string[]) => api.POST('/api/quarantine/discard', { body: { row_ids: ids } }),
    onSuccess: refresh,
  })
}
