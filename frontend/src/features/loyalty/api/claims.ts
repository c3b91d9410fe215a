import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

export type ClaimLine = components['schemas']['ClaimLine']
export type ClaimState = components['schemas']['ClaimState']
export const claimStates = ['open', 'granted', 'refused'] as const
export const refusals = ['not_theirs', 'not_stayed', 'not_eligible', 'proof_unclear'] as const
export type Refusal = (typeof refusals)[number]

export function useClaims(programme_id: string, state: ClaimState | undefined) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'claims', state], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/claims', { params: { path: { programme_id }, query: { state, page, size: 50 } } })),
    ),
  )
}

export function useGrant() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (claim_id: string) => body(api.POST('/api/loyalty/claims/{claim_id}/grant', { params: { path: { claim_id } } })), onSuccess })
}

export function useRefuse() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ claim_id, why }: { claim_id: string; why: Refusal }) => api.POST('/api/loyalty/claims/{claim_id}/refusal', { params: { path: { claim_id } }, body: { why } }), onSuccess })
}
