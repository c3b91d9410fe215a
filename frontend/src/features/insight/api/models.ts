import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useForCompany, useMay } from '@/lib/session'

export type ModelOverview = components['schemas']['ModelOverview']
export type ModelRun = components['schemas']['ModelRun']
export type ModelVersion = components['schemas']['ModelVersion']
export type VersionLine = components['schemas']['VersionLine']
export type Judged = components['schemas']['Judged']
export type Measure = components['schemas']['Measure']
export type Interval = components['schemas']['Interval']
export type Bin = components['schemas']['Bin']
export type Slice = components['schemas']['Slice']
export type Subject = ModelOverview['subject']
export type FeatureDrift = components['schemas']['FeatureDrift']
export type GoalLine = components['schemas']['GoalLine']

const MODELS = ['insight', 'models']
const POLL_MS = 2000
const OPEN = new Set(['queued', 'running'])

export function isOpen(run: ModelRun): boolean {
  return OPEN.has(run.state)
}

/** Whether the person may train models and decide on them. */
export function useMayManage(): boolean {
  const may = useMay('manage_models')
  return useForCompany() && may
}

/** Trainings and scorings; read again and again while one is under way, and the register with them once it ends. */
export function useModelRuns() {
  const queries = useQueryClient()
  const key = [...MODELS, 'runs']
  return useQuery({
    queryKey: key,
    queryFn: async () => {
      const runs = await body(api.GET('/api/insight/models/runs'))
      const before = queries.getQueryData<ModelRun[]>(key)?.filter(isOpen).length ?? 0
      if (runs.filter(isOpen).length !== before) void queries.invalidateQueries({ queryKey: [...MODELS, 'kinds'] })
      return runs
    },
    refetchInterval: ({ state }) => (state.data?.some(isOpen) ? POLL_MS : false),
  })
}

export function useModels() {
  return useQuery({ queryKey: [...MODELS, 'kinds', 'all'], queryFn: () => body(api.GET('/api/insight/models')) })
}

export function useVersions(kind: string) {
  return useQuery({
    queryKey: [...MODELS, 'kinds', kind],
    queryFn: () => body(api.GET('/api/insight/models/kinds/{kind}/versions', { params: { path: { kind } } })),
  })
}

export function useVersion(version_id: string) {
  return useQuery({
    queryKey: [...MODELS, 'kinds', 'version', version_id],
    queryFn: () => body(api.GET('/api/insight/models/versions/{version_id}', { params: { path: { version_id } } })),
  })
}

export function useGoals() {
  return useQuery({ queryKey: [...MODELS, 'goals'], queryFn: () => body(api.GET('/api/insight/goals')) })
}

function useChanging<Given>(change: (given: Given) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries({ queryKey: MODELS }) })
}

/** No kinds: all of them. */
export function useTrain() {
  return useChanging((kinds: string[]) => body(api.POST('/api/insight/models/train', { body: { kinds } })))
}

export function useCancelRun() {
  return useChanging((run_id: string) => body(api.POST('/api/insight/models/runs/{run_id}/cancel', { params: { path: { run_id } } })))
}

export function usePublish(version_id: string) {
  return useChanging((reason: string) => body(api.POST('/api/insight/models/versions/{version_id}/publish', { params: { path: { version_id } }, body: { reason } })))
}

export function useRollBack(kind: string) {
  return useChanging((reason: string) => body(api.POST('/api/insight/models/kinds/{kind}/roll-back', { params: { path: { kind } }, body: { reason } })))
}
