import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type Associations = components['schemas']['Associations']
export type Association = components['schemas']['Association']
export type Item = components['schemas']['Item']
export type AssociationRun = components['schemas']['AssociationRun']
export type Part = components['schemas']['Part']

const ASSOCIATIONS = ['insight', 'associations']
const POLL_MS = 1500

/** The newest rules that fit; read again and again while a search is under way. */
export function useAssociations(item: string, lift_least: number) {
  return useQuery({
    queryKey: [...ASSOCIATIONS, item, lift_least],
    queryFn: () => body(api.GET('/api/insight/associations', { params: { query: { item, lift_least } } })),
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.under_way ? POLL_MS : false),
  })
}

export function useOrderAssociations() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => body(api.POST('/api/insight/associations')),
    onSettled: () => queries.invalidateQueries({ queryKey: ASSOCIATIONS }),
  })
}

export function useCancelAssociations() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (run_id: string) => body(api.POST('/api/insight/associations/{run_id}/cancel', { params: { path: { run_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ASSOCIATIONS }),
  })
}

/** The guests behind a rule: with both sides, or with the conditions and not yet the other. */
export function useAssociationGuests(rule_id: string, part: Part) {
  return useInfiniteQuery(
    pagesQuery([...ASSOCIATIONS, 'guests', rule_id, part], (page) => body(api.GET('/api/insight/associations/{rule_id}/guests', { params: { path: { rule_id }, query: { part, page } } }))),
  )
}
