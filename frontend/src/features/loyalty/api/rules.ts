import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type RuleInForce = Schemas['RuleInForce']
export type EarningRule = Schemas['StoredEarningRule']
export type Conditions = Schemas['StoredConditions']
export type Simulated = Schemas['Simulated']
export type Difference = Schemas['Difference']
export type Budget = Schemas['Budget']
export type Unearned = Schemas['Unearned']
export type Why = Schemas['Why']
export const bases = ['spend', 'night', 'stay', 'segment', 'distance', 'action', 'base'] as const
export const actions = ['review', 'survey', 'profile_completed', 'referral', 'green_choice'] as const
export const families = ['tier', 'product', 'channel', 'season', 'festival', 'tag'] as const
export const whys = ['rate_unknown', 'amount_unknown', 'amount_negative', 'refund_over_paid', 'distance_unknown', 'day_unknown', 'too_old', 'budget_exhausted', 'debt_limit', 'held_by_another'] as const

const of = (programme_id: string) => ({ params: { path: { programme_id } } })

export function useRules(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'rules'], enabled: programme_id !== '', queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/earning-rules', of(programme_id))) })
}

/** Returns the name of a rule by its code, as its newest version has it; the code itself while the rules are not there. */
export function useRuleNames(programme_id: string): (code: string) => string {
  const said = useSaid()
  const { data = [] } = useRules(programme_id)
  return (code) => said(data.findLast((one) => one.code === code)?.rule.name) || code
}

export function useBudgets(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'budgets'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/budgets', of(programme_id))) })
}

export function useSaveRule(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ code, ...change }: Schemas['RuleChange'] & { code: string }) =>
      body(api.PUT('/api/loyalty/programmes/{programme_id}/earning-rules/{code}', { params: { path: { programme_id, code } }, body: change })),
    onSuccess,
  })
}

export function useEndRule(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ code, ends_on }: { code: string; ends_on: string }) =>
      body(api.POST('/api/loyalty/programmes/{programme_id}/earning-rules/{code}/end', { params: { path: { programme_id, code } }, body: { ends_on } })),
    onSuccess,
  })
}

export function useFundBudget(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ code, points }: { code: string; points: number }) =>
      api.POST('/api/loyalty/programmes/{programme_id}/earning-rules/{code}/budget', { params: { path: { programme_id, code } }, body: { points, reference: crypto.randomUUID() } }),
    onSuccess,
  })
}

export function useUnearned(programme_id: string, why: Why | undefined) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'unearned', why], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/unearned', { params: { path: { programme_id }, query: { why, page, size: 20 } } })),
    ),
  )
}

export function useOrderEarning() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: () => api.POST('/api/loyalty/earning'), onSuccess })
}
