import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Standing = components['schemas']['Standing']
export type Purpose = components['schemas']['Purpose']
export type Notice = components['schemas']['PurposeNotice']
export type Decision = components['schemas']['ConsentDecision']
export type Said = components['schemas']['Said']
export type SaidAtDesk = components['schemas']['SaidAtDesk']

/** Where the guest stands on every purpose and channel. */
export function useStandings(record_id: string) {
  return useQuery({
    queryKey: ['guest', record_id, 'consents'],
    queryFn: () => body(api.GET('/api/guests/{record_id}/consents', { params: { path: { record_id } } })),
  })
}

export function usePurposes() {
  return useQuery({ queryKey: ['purposes'], queryFn: () => body(api.GET('/api/consents/purposes')) })
}

/** The words shown now for each purpose: what is read out at the desk. */
export function useNoticesShown() {
  return useQuery({ queryKey: ['notices'], queryFn: () => body(api.GET('/api/consents/notices')) })
}

/** Everything the guest said about a purpose, newest first. */
export function useDecisions(record_id: string, purpose: string) {
  return useQuery({
    queryKey: ['guest', record_id, 'consents', 'history', purpose],
    queryFn: () => body(api.GET('/api/guests/{record_id}/consents/history', { params: { path: { record_id }, query: { purpose } } })),
  })
}

export function useRecordConsent(record_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (said: SaidAtDesk) => api.POST('/api/guests/{record_id}/consents', { params: { path: { record_id } }, body: said }),
    onSettled: () => Promise.all([['guest', record_id, 'consents'], ['purposes'], ['notices']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

export function useWithdrawAll(record_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (language: 'zh-CN' | 'en') =>
      body(api.POST('/api/guests/{record_id}/consents/withdraw-all', { params: { path: { record_id } }, body: { way: 'desk', language } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['guest', record_id, 'consents'] }),
  })
}
