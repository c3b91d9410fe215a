import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'
import type { Document } from './mapping'

export type Run = components['schemas']['Run']
export type RunState = components['schemas']['RunState']
export type Counts = components['schemas']['Counts']

export const runStates = ['waiting', 'running', 'done', 'cancelled', 'stopped', 'failed'] as const
export const outcomes = ['new', 'changed', 'unchanged', 'duplicate', 'late', 'quarantined'] as const

const WATCH_MS = 700

export function isOver(run: Run): boolean {
  return run.state !== 'waiting' && run.state !== 'running'
}

function asState(value: string | undefined): RunState | undefined {
  return runStates.find((state) => state === value)
}

export function useRuns(where: { source_id?: string; state?: string }) {
  const query = { source_id: where.source_id, state: asState(where.state) }
  return useInfiniteQuery({
    ...pagesQuery(['runs', query], (page) => body(api.GET('/api/runs', { params: { query: { ...query, page } } }))),
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((run) => !isOver(run))) ? WATCH_MS * 3 : false),
  })
}

/** A run, asked for again and again until it is over. */
export function useRun(run_id: string) {
  return useQuery({
    queryKey: ['run', run_id],
    queryFn: () => body(api.GET('/api/runs/{run_id}', { params: { path: { run_id } } })),
    enabled: run_id !== '',
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : WATCH_MS),
  })
}

export interface RunStart {
  uploadId: string
  document: Document
  isDry: boolean
}

export function useStartRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ uploadId, document, isDry }: RunStart) =>
      body(api.POST('/api/runs', { body: { upload_id: uploadId, document, is_dry: isDry } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  })
}

export function useCancelRun(run_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.POST('/api/runs/{run_id}/cancel', { params: { path: { run_id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['run', run_id] }),
  })
}

export function useResumeRun(run_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.POST('/api/runs/{run_id}/resume', { params: { path: { run_id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['run', run_id] }),
  })
}
