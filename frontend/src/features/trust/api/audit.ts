import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type Entry = components['schemas']['Entry']
export type EntryPage = components['schemas']['EntryPage']
export type SealState = components['schemas']['SealState']
export type Verification = components['schemas']['LogVerification']

export const auditFilters = ['actor_id', 'action', 'subject_kind', 'subject_id', 'unit_id', 'purpose', 'since', 'until'] as const
const STATE_MS = 2_000
const WATCH_MS = 800

/** Midnight of a day where the reader sits, as an instant. */
function instantOf(day: string | undefined): string | undefined {
  return day ? new Date(`${day}T00:00:00`).toISOString() : undefined
}

export function useEntries(search: Search) {
  const named = Object.fromEntries(auditFilters.map((name) => [name, search[name]]))
  const where = { ...named, since: instantOf(search.since), until: instantOf(search.until) }
  return useInfiniteQuery(pagesQuery(['audit', where], (page) => body(api.GET('/api/audit', { params: { query: { ...where, page } } }))))
}

/** Who stands in the newest entries of the log, each once: people to choose from where somebody's deeds are looked for. */
export function useActorsSeen(enabled: boolean) {
  return useQuery({
    queryKey: ['audit', 'actors'],
    enabled,
    queryFn: async () => {
      const { items } = await body(api.GET('/api/audit', { params: { query: { size: 200 } } }))
      return [...new Map(items.flatMap((one) => (one.actor_id ? [[one.actor_id, one.actor_name] as const] : [])))]
    },
  })
}

export function useEntry(entry_id: number) {
  return useQuery({
    queryKey: ['audit', 'entry', entry_id],
    queryFn: () => body(api.GET('/api/audit/{entry_id}', { params: { path: { entry_id } } })),
    refetchInterval: ({ state }) => (state.data && !state.data.proof ? STATE_MS : false),
  })
}

export function useActions() {
  return useQuery({ queryKey: ['audit', 'actions'], staleTime: Infinity, queryFn: () => body(api.GET('/api/audit/actions')) })
}

/** How far the log is sealed; the window that is not is looked at every two seconds. */
export function useSealState() {
  return useQuery({ queryKey: ['audit', 'state'], queryFn: () => body(api.GET('/api/audit/state')), refetchInterval: STATE_MS })
}

export function isOver(one: Verification): boolean {
  return one.state !== 'waiting' && one.state !== 'running'
}

/** The newest verifications, asked for often while one is made. */
export function useVerifications() {
  return useQuery({
    queryKey: ['audit', 'verifications'],
    queryFn: () => body(api.GET('/api/audit/verifications')),
    refetchInterval: ({ state }) => (state.data?.some((one) => !isOver(one)) ? WATCH_MS : false),
  })
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['audit', 'verifications'] })
}

export function useVerify() {
  return useMutation({ mutationFn: () => body(api.POST('/api/audit/verifications')), onSettled: useRefresh() })
}

export function useStopVerification() {
  return useMutation({
    mutationFn: (verification_id: string) =>
      api.POST('/api/audit/verifications/{verification_id}/cancel', { params: { path: { verification_id } } }),
    onSettled: useRefresh(),
  })
}

/** Hands the reader a text as a file. */
export function saveText(name: string, text: string, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
