import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

type Schemas = components['schemas']
export type Simulation = Schemas['Simulation']
export type RuleAsked = Schemas['RuleAsked']

const WATCH_MS = 800
const KEY = ['loyalty', 'simulation']

export function isUnderWay(one: Simulation | null | undefined): boolean {
  return one?.state === 'waiting' || one?.state === 'running'
}

/** One's newest simulation of a rule, watched while it is under way. */
export function useSimulation(programme_id: string, code: string | undefined) {
  return useQuery({
    queryKey: [...KEY, programme_id, code],
    enabled: code !== undefined,
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/earning-rules/{code}/simulation', { params: { path: { programme_id, code: code ?? '' } } })),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? WATCH_MS : false),
  })
}

/** Tries rules over the last months; no points are moved. */
export function useOrderSimulation(programme_id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: { rules: RuleAsked[]; without: string[]; months: number }) =>
      body(api.POST('/api/loyalty/programmes/{programme_id}/simulations', { params: { path: { programme_id } }, body: asked })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  })
}

export function useCancelSimulation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (simulation_id: string) => api.POST('/api/loyalty/simulations/{simulation_id}/cancel', { params: { path: { simulation_id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  })
}
