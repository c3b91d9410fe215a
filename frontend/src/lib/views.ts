import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Search } from './address'
import type { components } from './generated/api'
import { api, body } from './http'

export type ListCode = components['schemas']['ListCode']
export type SavedView = components['schemas']['SavedView']
export type ViewChange = Required<components['schemas']['ViewChange']>
/** Columns shown or hidden other than usual. */
export type ColumnChoice = Readonly<Record<string, boolean>>

/** What the address says of the view of a list where it is none: all rows, though another view is the usual one. */
export const ALL = 'all'
const STALE_MS = 5 * 60_000

/** The views of a list, one's own first, and which filters a view of it keeps. */
export function useViews(list_code: ListCode) {
  return useQuery({
    queryKey: ['views', list_code],
    staleTime: STALE_MS,
    queryFn: () => body(api.GET('/api/views', { params: { query: { list_code } } })),
  })
}

function useRefresh(list_code: ListCode) {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['views', list_code] })
}

export function useSaveView(list_code: ListCode) {
  const onSuccess = useRefresh(list_code)
  return useMutation({ mutationFn: (view: ViewChange) => body(api.POST('/api/views', { body: { ...view, list_code } })), onSuccess })
}

export function useChangeView(list_code: ListCode) {
  const onSuccess = useRefresh(list_code)
  return useMutation({
    mutationFn: ({ id, view }: { id: string; view: ViewChange }) => api.PUT('/api/views/{view_id}', { params: { path: { view_id: id } }, body: view }),
    onSuccess,
  })
}

export function useDeleteView(list_code: ListCode) {
  const onSuccess = useRefresh(list_code)
  return useMutation({ mutationFn: (view_id: string) => api.DELETE('/api/views/{view_id}', { params: { path: { view_id } } }), onSuccess })
}

export function useChooseDefault(list_code: ListCode) {
  const onSuccess = useRefresh(list_code)
  return useMutation({ mutationFn: (view_id: string | null) => api.PUT('/api/views/default', { body: { list_code, view_id } }), onSuccess })
}

/** What a view keeps of an address. */
export function keptOf(search: Search, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))
}

/** Whether two choices say the same, in whatever order. */
export function isSame(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

/** The change that turns an address into that of a view: its filters, and nothing of what was there before. */
export function addressOf(search: Search, view: Pick<SavedView, 'filters'> | undefined, name: string): Search {
  const nothing = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]))
  return { ...nothing, ...view?.filters, view: name }
}
