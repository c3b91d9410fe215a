import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Approval = components['schemas']['Approval']
export const approvalStates = ['waiting', 'approved', 'refused', 'withdrawn', 'lapsed'] as const
export type ApprovalState = (typeof approvalStates)[number]

export function useApprovals(state: ApprovalState | undefined) {
  return useQuery({ queryKey: ['approvals', state], queryFn: () => body(api.GET('/api/approvals', { params: { query: { state } } })) })
}

/** After a decision anything may have changed, so everything is read again. */
export function useDecide(approval_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (decision: { approve: boolean; note: string }) =>
      api.POST('/api/approvals/{approval_id}/decision', { params: { path: { approval_id } }, body: decision }),
    onSettled: () => queries.invalidateQueries(),
  })
}

export function useWithdraw(approval_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.POST('/api/approvals/{approval_id}/withdraw', { params: { path: { approval_id } } }),
    onSettled: () => queries.invalidateQueries(),
  })
}
