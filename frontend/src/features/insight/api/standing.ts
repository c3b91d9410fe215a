import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type RfmMap = components['schemas']['RfmMap']
export type RfmCell = components['schemas']['RfmCell']
export type RfmGroup = components['schemas']['RfmGroup']
export type RfmScale = components['schemas']['RfmScale']
export type LifecycleCounts = components['schemas']['LifecycleCounts']
export type GuestIn = components['schemas']['GuestIn']
export type RfmMigration = components['schemas']['RfmMigration']
export type LifecycleMonth = components['schemas']['LifecycleMonth']
export type Kind = 'rfm_cell' | 'rfm_group' | 'rfm_move' | 'stage' | 'stage_move' | 'tier'

export interface Behind {
  kind: Kind
  key: string
  scale: RfmScale
}

export function useRfm(scale: RfmScale) {
  return useQuery({ queryKey: ['insight', 'summary', 'rfm', scale], queryFn: () => body(api.GET('/api/insight/rfm', { params: { query: { scale } } })) })
}

export function useLifecycle() {
  return useQuery({ queryKey: ['insight', 'summary', 'lifecycle'], queryFn: () => body(api.GET('/api/insight/lifecycle', { params: { query: { months: 24 } } })) })
}

/** How guests moved between groups from the end of one day to that of another. */
export function useMigration(before: string, after: string, scale: RfmScale) {
  return useQuery({
    queryKey: ['insight', 'summary', 'migration', before, after, scale],
    queryFn: () => body(api.GET('/api/insight/rfm/migration', { params: { query: { before, after, scale } } })),
  })
}

/** The guests behind a number, those who spent most on top. */
export function useBehind({ kind, key, scale }: Behind) {
  return useInfiniteQuery(
    pagesQuery(['insight', 'summary', 'guests', kind, key, scale], (page) => body(api.GET('/api/insight/guests', { params: { query: { kind, key, scale, page } } }))),
  )
}
