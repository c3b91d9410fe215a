import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type GroupGallery = components['schemas']['GroupGallery']
export type GuestGroup = components['schemas']['GuestGroup']
export type Contrast = components['schemas']['Contrast']

const GROUPS = ['insight', 'summary', 'clusters']

/** The groups that the model in use places guests in; a Problem 404 before the first. */
export function useGroups() {
  return useQuery({ queryKey: GROUPS, queryFn: () => body(api.GET('/api/insight/groups')) })
}

export function useNameGroup() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ number, name }: { number: number; name: string }) => body(api.PUT('/api/insight/groups/{number}/name', { params: { path: { number } }, body: { name } })),
    onSettled: () => queries.invalidateQueries({ queryKey: GROUPS }),
  })
}

export function useGroupGuests(number: number) {
  return useInfiniteQuery(
    pagesQuery(['insight', 'summary', 'cluster guests', String(number)], (page) => body(api.GET('/api/insight/groups/{number}/guests', { params: { path: { number }, query: { page } } }))),
  )
}
