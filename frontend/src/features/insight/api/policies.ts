import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components, paths } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type PolicyState = components['schemas']['PolicyState']
export type Policy = PolicyState['policy']
export type PolicyStamp = components['schemas']['PolicyStamp']
export type PolicyAsked = paths['/api/insight/policies/preview']['post']['requestBody']['content']['application/json']['policy']
export type Kind = PolicyAsked['kind']
export type RateLine = components['schemas']['RateLine']
export type TierCount = components['schemas']['TierCount']

const POLICIES = ['insight', 'policies']
const RATES = ['insight', 'rates']

export function usePolicies() {
  return useQuery({ queryKey: POLICIES, queryFn: () => body(api.GET('/api/insight/policies')) })
}

export function usePreviewPolicy() {
  return useMutation({ mutationFn: (policy: PolicyAsked) => body(api.POST('/api/insight/policies/preview', { body: { policy } })) })
}

export function useChangePolicy() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: { policy: PolicyAsked; seen_version: number }) => body(api.POST('/api/insight/policies', { body: change })),
    onSettled: () => Promise.all([POLICIES, RATES, ['insight', 'summary', 'tiers']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

export function useTiers() {
  return useQuery({ queryKey: ['insight', 'summary', 'tiers'], queryFn: () => body(api.GET('/api/insight/tiers')) })
}

export function useRates() {
  return useQuery({ queryKey: RATES, queryFn: () => body(api.GET('/api/insight/rates')) })
}

/** The same, as the lines of a table. */
export function useRateLines(choose: (lines: readonly RateLine[]) => readonly RateLine[]) {
  return useQuery({ queryKey: RATES, queryFn: () => body(api.GET('/api/insight/rates')), select: (sheet) => choose(sheet.lines) })
}

export function useEnteredRates() {
  return useQuery({ queryKey: [...RATES, 'entered'], queryFn: () => body(api.GET('/api/insight/rates/entered')) })
}

export function useReadRates() {
  return useMutation({ mutationFn: (text: string) => body(api.POST('/api/insight/rates/read', { body: { text } })) })
}

export function useEnterRates() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => body(api.POST('/api/insight/rates', { body: { text } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: RATES }),
  })
}
