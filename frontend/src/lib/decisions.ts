import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { components } from './generated/api'
import { api, body } from './http'

export type PriceDecision = components['schemas']['PriceDecision']

/** Why a price or an offer is what it is; `record_id` where it is asked on the page of the guest. */
export function useExplanation(decision_id: string, record_id?: string) {
  return useQuery({
    queryKey: ['decisions', decision_id, record_id],
    queryFn: () => body(api.GET('/api/decisions/{decision_id}', { params: { path: { decision_id }, query: { record_id } } })),
  })
}

/** Returns who decided, in words where the maker is a part of the product. */
export function useMaker(): (made: PriceDecision) => string {
  const { t } = useTranslation()
  return (made) => `${t(`trust_decisions.makers.${made.decided_by as 'tariff'}`, { defaultValue: made.decided_by })} ${made.model_version}`
}
