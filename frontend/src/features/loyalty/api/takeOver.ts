import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'
import { type Progress, sendForm } from '@/lib/upload'

type Schemas = components['schemas']
export type TakeOver = Schemas['TakeOver']
export type Statement = Schemas['Statement']
export type FileLines = Schemas['Lines']
export type FaultShown = Schemas['FaultShown']

const WATCH_MS = 800
const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const one = (take_over_id: string) => ({ params: { path: { take_over_id } } })

export function isUnderWay(found: TakeOver): boolean {
  return found.state === 'waiting' || found.state === 'running'
}

/** Take-overs of a programme, the newest first; asked again while one is under way. */
export function useTakeOvers(programme_id: string) {
  return useQuery({
    queryKey: ['loyalty', 'programme', programme_id, 'take-overs'],
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/take-overs', of(programme_id))),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? WATCH_MS : false),
  })
}

export interface Files {
  sourceId: string
  members: File
  balances: File
  asOf: string
  onProgress: (name: string, now: Progress) => void
}

async function sent({ sourceId, onProgress }: Files, file: File): Promise<string> {
  const form = new FormData()
  form.append('file', file)
  const { id } = await sendForm<{ id: string }>(`/api/sources/${sourceId}/uploads`, form, (now) => onProgress(file.name, now))
  return id
}

/** Sends both files and lets a worker look at them; nothing is written. */
export function useCheck(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: async (files: Files) => {
      const members_upload = await sent(files, files.members)
      const balances_upload = await sent(files, files.balances)
      const wanted = { source_id: files.sourceId, members_upload, balances_upload, as_of: files.asOf || null }
      return body(api.POST('/api/loyalty/programmes/{programme_id}/take-overs', { ...of(programme_id), body: wanted }))
    },
    onSuccess,
  })
}

export function useCarryOut() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (id: string) => api.POST('/api/loyalty/take-overs/{take_over_id}/carry-out', one(id)), onSuccess })
}

export function useStop() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (id: string) => api.POST('/api/loyalty/take-overs/{take_over_id}/cancel', one(id)), onSuccess })
}

export function useFaultCounts(id: string) {
  return useQuery({ queryKey: ['loyalty', 'take-over', id, 'counts'], queryFn: () => body(api.GET('/api/loyalty/take-overs/{take_over_id}/fault-counts', one(id))) })
}

export function useFaultLines(id: string) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'take-over', id, 'faults'], (page) =>
      body(api.GET('/api/loyalty/take-overs/{take_over_id}/faults', { params: { path: { take_over_id: id }, query: page ? { page } : {} } })),
    ),
  )
}

export function useProof(id: string, enabled: boolean) {
  return useQuery({ queryKey: ['loyalty', 'take-over', id, 'proof'], enabled, queryFn: () => body(api.GET('/api/loyalty/take-overs/{take_over_id}/proof', one(id))) })
}
