import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Encryption = components['schemas']['Encryption']
export type SealingKey = components['schemas']['SealingKey']
export type Rotation = components['schemas']['Rotation']

const WATCH_MS = 1500
const KEY = ['encryption']

/** A rotation that is not over. */
export type GoingRotation = Rotation & { state: 'waiting' | 'running' | 'settling' }

export function isGoingOn(rotation: Rotation | undefined): rotation is GoingRotation {
  return rotation !== undefined && ['waiting', 'running', 'settling'].includes(rotation.state)
}

/** The keys and the newest rotations, asked for again and again while one goes on. */
export function useEncryption() {
  return useQuery({
    queryKey: KEY,
    queryFn: () => body(api.GET('/api/encryption')),
    staleTime: 0,
    refetchInterval: ({ state }) => (isGoingOn(state.data?.rotations[0]) ? WATCH_MS : false),
  })
}

/** Asks for a new sealing key; a second person decides. */
export function useAskRotation() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => body(api.POST('/api/encryption/rotations', { body: { reason } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  })
}

export function useCancelRotation(rotation_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.POST('/api/encryption/rotations/{rotation_id}/cancel', { params: { path: { rotation_id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}

export function useResumeRotation(rotation_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.POST('/api/encryption/rotations/{rotation_id}/resume', { params: { path: { rotation_id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}
