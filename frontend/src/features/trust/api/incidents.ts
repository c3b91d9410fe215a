import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type IncidentSummary = components['schemas']['IncidentSummary']
export type Incident = components['schemas']['Incident']
export type IncidentFields = components['schemas']['IncidentFields']
export type DutyClock = components['schemas']['DutyClock']
export type IncidentNotice = components['schemas']['IncidentNotice']
export type Assessment = components['schemas']['Assessment']
export type AssessmentFields = components['schemas']['AssessmentFields']
export type Signal = components['schemas']['Signal']
export type Duty = components['schemas']['Duty']
export type IncidentPolicy = components['schemas']['PolicyFields']
export type Trail = components['schemas']['TrailFields']

export const incidentKinds = ['leak', 'loss', 'tampering', 'outage', 'misuse', 'other'] as const
export const grades = ['general', 'larger', 'major', 'extreme'] as const
export const categories = ['identity', 'contact', 'document', 'behaviour', 'finance', 'free_text', 'pseudonym'] as const
export const occasions = ['sensitive', 'automated', 'sharing', 'abroad', 'major_effect'] as const
export const risks = ['low', 'medium', 'high'] as const
const WATCH_MS = 60_000

export function useIncidents() {
  return useQuery({ queryKey: ['incidents'], queryFn: () => body(api.GET('/api/incidents')), refetchInterval: WATCH_MS })
}

export function useIncident(incident_id: string) {
  return useQuery({
    queryKey: ['incidents', incident_id],
    queryFn: () => body(api.GET('/api/incidents/{incident_id}', { params: { path: { incident_id } } })),
    refetchInterval: WATCH_MS,
  })
}

export function useAffected(incident_id: string) {
  return useInfiniteQuery({
    queryKey: ['incidents', incident_id, 'affected'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/incidents/{incident_id}/affected', { params: { path: { incident_id }, query: pageParam ? { page: pageParam } : {} } })),
    getNextPageParam: (last) => last.next,
  })
}

export function useRegisterIncident() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (fields: IncidentFields) => body(api.POST('/api/incidents', { body: fields })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['incidents'] }),
  })
}

/** Everything that is done with one incident; the page is asked for anew after each. */
export function useIncidentActions(incident_id: string) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['incidents'] })
  const path = { incident_id }
  return {
    change: useMutation({ mutationFn: (fields: IncidentFields) => api.PUT('/api/incidents/{incident_id}', { params: { path }, body: fields }), onSuccess }),
    count: useMutation({ mutationFn: (trail: Trail) => body(api.POST('/api/incidents/{incident_id}/affected', { params: { path }, body: trail })), onSuccess }),
    notice: useMutation({ mutationFn: (duty: Duty) => api.POST('/api/incidents/{incident_id}/notices', { params: { path }, body: { duty } }), onSuccess }),
    sent: useMutation({
      mutationFn: ({ notice_id, how, sent_at }: { notice_id: string; how: string; sent_at: string }) =>
        api.POST('/api/incidents/notices/{notice_id}/sent', { params: { path: { notice_id } }, body: { how, sent_at } }),
      onSuccess,
    }),
    waive: useMutation({
      mutationFn: ({ duty, reason }: { duty: Duty; reason: string }) =>
        api.POST('/api/incidents/{incident_id}/waivers', { params: { path }, body: { duty, reason } }),
      onSuccess,
    }),
    step: useMutation({
      mutationFn: (state: IncidentSummary['state']) => api.POST('/api/incidents/{incident_id}/state', { params: { path }, body: { state, note: '' } }),
      onSuccess,
    }),
    note: useMutation({ mutationFn: (text: string) => api.POST('/api/incidents/{incident_id}/notes', { params: { path }, body: { text } }), onSuccess }),
  }
}

export type IncidentActions = ReturnType<typeof useIncidentActions>

export function useAssessments() {
  return useQuery({ queryKey: ['assessments'], queryFn: () => body(api.GET('/api/assessments')) })
}

export function useRecordAssessment() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (fields: AssessmentFields) => api.POST('/api/assessments', { body: fields }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['assessments'] }),
  })
}

export function useDeleteAssessment() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (assessment_id: string) => api.DELETE('/api/assessments/{assessment_id}', { params: { path: { assessment_id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['assessments'] }),
  })
}

/** The limits in force: how soon who must be told, and how a leak is graded. */
export function useIncidentPolicy() {
  return useQuery({ queryKey: ['incident-policy'], queryFn: () => body(api.GET('/api/incidents/policy')) })
}

export function useChangeIncidentPolicy() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (policy: IncidentPolicy) => api.PUT('/api/incidents/policy', { body: policy }),
    onSuccess: () => Promise.all([['incident-policy'], ['incidents']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

export function useSignals() {
  return useQuery({ queryKey: ['signals'], queryFn: () => body(api.GET('/api/signals')), refetchInterval: WATCH_MS })
}

export function useDecideSignal() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ signal_id, release, note }: { signal_id: string; release: boolean; note: string }) =>
      api.POST('/api/signals/{signal_id}/decision', { params: { path: { signal_id } }, body: { release, note } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['signals'] }),
  })
}
