import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Search } from './address'
import type { components } from './generated/api'
import { api, body } from './http'

export type Export = components['schemas']['Export']
export type ExportState = components['schemas']['ExportState']
export type NewExport = components['schemas']['NewExport']
export type ExportKind = 'guests' | 'bookings' | 'quarantine' | 'audience' | 'loyalty_journal' | 'loyalty_partner_lines'

const WATCH_MS = 800

export function isUnderWay(one: Export): boolean {
  return one.state === 'asked' || one.state === 'waiting' || one.state === 'running'
}

/** The filter of a list as its export takes it: only what is set. */
export function filterOf(search: Search, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))
}

export function useOrderExport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (order: NewExport) => body(api.POST('/api/exports', { body: order })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['exports'] }),
  })
}

/** An export, asked for again and again while the worker makes it. */
export function useExport(export_id: string | null) {
  return useQuery({
    queryKey: ['export', export_id],
    queryFn: () => body(api.GET('/api/exports/{export_id}', { params: { path: { export_id: export_id ?? '' } } })),
    enabled: export_id !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? false : WATCH_MS),
  })
}

export function useCancelExport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (export_id: string) => api.POST('/api/exports/{export_id}/cancel', { params: { path: { export_id } } }),
    onSettled: () => Promise.all(['exports', 'export'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}

/** Where the browser fetches the file. */
export function fileAddress(export_id: string): string {
  return `/api/exports/${export_id}/file`
}
