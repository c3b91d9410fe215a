import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'

type Schemas = components['schemas']
export type { Programme } from '@/lib/loyalty'
export type NewProgramme = Schemas['NewProgramme']
export type ProgrammeRules = Schemas['ProgrammeRules']
export type ProgrammeState = Schemas['ProgrammeState']
export type Overview = Schemas['ProgrammeOverview']
export type MonthOfPoints = Schemas['MonthOfPoints']
export type Ending = Schemas['Ending']
export const expiryModes = ['months', 'year_end', 'activity', 'never'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })

export function useProgramme(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}', of(programme_id))) })
}

export function useOverview(programme_id: string, enabled = true) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'overview'], enabled, queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/overview', of(programme_id))) })
}

export function useDraftProgramme() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewProgramme) => body(api.POST('/api/loyalty/programmes', { body: wanted })), onSuccess })
}

export function useSetState(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (state: ProgrammeState) => api.PUT('/api/loyalty/programmes/{programme_id}/state', { ...of(programme_id), body: { state } }), onSuccess })
}

export function useChangeRules(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (rules: ProgrammeRules) => body(api.PUT('/api/loyalty/programmes/{programme_id}/rules', { ...of(programme_id), body: rules })), onSuccess })
}
