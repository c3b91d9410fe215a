import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type RetentionRule = components['schemas']['RetentionRule']
export type RetentionReport = components['schemas']['RetentionReport']
export type ReportLine = components['schemas']['ReportLine']
export type LegalHold = components['schemas']['LegalHold']
export type HoldPlace = components['schemas']['HoldPlace']

const WATCH_MS = 1500

export function useRetentionRules() {
  return useQuery({ queryKey: ['retention', 'rules'], queryFn: () => body(api.GET('/api/retention/rules')) })
}

/** The reports, asked for again while one is being filled. */
export function useRetentionReports() {
  return useQuery({
    queryKey: ['retention', 'reports'],
    queryFn: () => body(api.GET('/api/retention/reports')),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? WATCH_MS : false),
  })
}

export function useLegalHolds() {
  return useQuery({ queryKey: ['retention', 'holds'], queryFn: () => body(api.GET('/api/retention/holds')) })
}

function useFresh() {
  const queries = useQueryClient()
  return () => Promise.all(['retention', 'guest-rights'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
}

export function useChangeRule() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ code, days, is_on }: { code: string; days: number; is_on: boolean }) =>
      api.PUT('/api/retention/rules/{code}', { params: { path: { code } }, body: { days, is_on } }),
    onSuccess,
  })
}

export function useOrderReport() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (is_dry: boolean) => body(api.POST('/api/retention/reports', { body: { is_dry } })), onSuccess })
}

export function usePlaceHold() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (hold: HoldPlace) => body(api.POST('/api/retention/holds', { body: hold })), onSuccess })
}

export function useLiftHold() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (hold_id: string) => api.POST('/api/retention/holds/{hold_id}/lift', { params: { path: { hold_id } } }), onSuccess })
}
