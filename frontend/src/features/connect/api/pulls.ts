import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type PullState = components['schemas']['PullState']

const WATCH_MS = 5_000

export function usePull(source_id: string) {
  return useQuery({
    queryKey: ['source', source_id, 'pull'],
    queryFn: () => body(api.GET('/api/sources/{source_id}/pull', { params: { path: { source_id } } })),
    refetchInterval: WATCH_MS,
  })
}

/** Asks for a pull now; the worker does it. */
export function usePullNow(source_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.POST('/api/sources/{source_id}/pull', { params: { path: { source_id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['source', source_id, 'pull'] }),
  })
}
