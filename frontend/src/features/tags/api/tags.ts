import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type Tag = components['schemas']['Tag']
export type TagFields = components['schemas']['TagFields']
export type TagBatch = components['schemas']['TagBatch']
export const tagWays = ['manual', 'rule', 'model', 'source'] as const

const WATCH_MS = 1500
const isAtWork = (one: TagBatch) => one.state === 'waiting' || one.state === 'running'

function useFresh() {
  const queries = useQueryClient()
  return () => Promise.all(['tags', 'guest'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
}

export function useTags(with_retired: boolean) {
  return useQuery({ queryKey: ['tags', { with_retired }], queryFn: () => body(api.GET('/api/tags', { params: { query: { with_retired } } })) })
}

/** Tags in use whose names are nearly this one; asked for while it is typed. */
export function useNearTags(name_zh: string, name_en: string, besides: string | undefined) {
  return useQuery({
    queryKey: ['tags', 'near', name_zh, name_en, besides],
    enabled: name_zh.length > 1 || name_en.length > 2,
    queryFn: () => body(api.GET('/api/tags/near', { params: { query: { name_zh, name_en, besides } } })),
  })
}

export function useTagOwners(enabled: boolean) {
  return useQuery({ queryKey: ['tags', 'owners'], enabled, queryFn: () => body(api.GET('/api/tags/owners')) })
}

export function useSaveTag(tag: Tag | undefined) {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: (fields: TagFields): Promise<unknown> =>
      tag ? api.PUT('/api/tags/{tag_id}', { params: { path: { tag_id: tag.id } }, body: { ...fields, version: tag.version } }) : api.POST('/api/tags', { body: fields }),
    onSuccess,
  })
}

export function useRetireTag() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ id, is_retired }: { id: string; is_retired: boolean }) => api.POST('/api/tags/{tag_id}/use', { params: { path: { tag_id: id } }, body: { is_retired } }),
    onSuccess,
  })
}

export function useTagged(tag_id: string) {
  return useInfiniteQuery(
    pagesQuery(['tags', tag_id, 'guests'], (page) => body(api.GET('/api/tags/{tag_id}/guests', { params: { path: { tag_id }, query: { page, size: 20 } } }))),
  )
}

/** Work on many guests, asked for again while some of it goes on. */
export function useBatches(enabled: boolean) {
  return useQuery({
    queryKey: ['tags', 'batches'],
    enabled,
    queryFn: () => body(api.GET('/api/tags/batches', { params: { query: { size: 10 } } })),
    refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? WATCH_MS : false),
  })
}

export function useBatchDeed() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: 'cancel' | 'undo' }): Promise<unknown> => {
      const path = { params: { path: { batch_id: id } } }
      return deed === 'undo' ? api.POST('/api/tags/batches/{batch_id}/undo', path) : api.POST('/api/tags/batches/{batch_id}/cancel', path)
    },
    onSuccess,
  })
}
