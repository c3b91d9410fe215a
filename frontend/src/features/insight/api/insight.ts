import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type SnapshotRun = components['schemas']['SnapshotRun']
export type ColumnSummary = components['schemas']['ColumnSummary']

const SNAPSHOTS = ['insight', 'snapshots']
const POLL_MS = 1500

/** The newest snapshots; read again and again while one is under way. */
export function useSnapshots() {
  const queries = useQueryClient()
  return useQuery({
    queryKey: SNAPSHOTS,
    queryFn: async () => {
      const runs = await body(api.GET('/api/insight/snapshots'))
      const before = queries.getQueryData<SnapshotRun[]>(SNAPSHOTS)
      // A new snapshot says other numbers of everybody.
      if (before && usedOf(before)?.id !== usedOf(runs)?.id) void forget(queries)
      return runs
    },
    refetchInterval: ({ state }) => (state.data?.some((run) => !run.is_over) ? POLL_MS : false),
  })
}

function forget(queries: ReturnType<typeof useQueryClient>): Promise<unknown> {
  return Promise.all([queries.invalidateQueries({ queryKey: ['insight', 'summary'] }), queries.invalidateQueries({ queryKey: ['guest'] })])
}

/** Returns the snapshot in use: the newest that was finished. */
export function usedOf(runs: readonly SnapshotRun[]): SnapshotRun | undefined {
  return runs.find((run) => run.state === 'done')
}

/** Whether it is known that nobody is in a snapshot yet. */
export function useIsEmpty(): boolean {
  const runs = useSnapshots()
  return runs.data !== undefined && !usedOf(runs.data)?.rows
}

export function useSummary(name: string) {
  return useQuery({
    queryKey: ['insight', 'summary', name],
    queryFn: () => body(api.GET('/api/insight/features/{name}/summary', { params: { path: { name } } })),
  })
}

export function useOrderSnapshot() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (is_full: boolean) => body(api.POST('/api/insight/snapshots', { body: { is_full } })),
    onSettled: () => queries.invalidateQueries({ queryKey: SNAPSHOTS }),
  })
}

export function useCancelSnapshot() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (snapshot_id: string) => body(api.POST('/api/insight/snapshots/{snapshot_id}/cancel', { params: { path: { snapshot_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: SNAPSHOTS }),
  })
}
