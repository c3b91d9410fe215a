import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'
import { type Progress, sendForm } from '@/lib/upload'

type Schemas = components['schemas']
export type Partner = Schemas['Partner']
export type PartnerSummary = Schemas['PartnerSummary']
export type PartnerMonth = Schemas['PartnerMonth']
export type PartnerLine = Schemas['PartnerLine']
export type PartnerRates = Schemas['StoredPartnerRates']
export type PartnerRate = Schemas['StoredPartnerRate']
export type PartnerRatesVersion = Schemas['PartnerRatesVersion']
export type PartnerFile = Schemas['PartnerFile']
export type NewPartner = Schemas['NewPartner']
export type NewPartnerRates = Schemas['NewPartnerRates']
export type PartnerWords = Schemas['PartnerWords']

export const partnerKinds = ['airline', 'hotel', 'bank', 'shop', 'other'] as const
/** Which lines: the kind, and of a reversal what it takes back. */
export const lineChoices = ['earn', 'earn_back', 'burn', 'burn_back', 'held'] as const
export type LineChoice = (typeof lineChoices)[number]

const WATCH_MS = 800
const of = (programme_id: string) => ({ params: { path: { programme_id } } })
const at = (partner_id: string) => ({ params: { path: { partner_id } } })
const one = (file_id: string) => ({ params: { path: { file_id } } })
const asked = {
  earn: { kind: 'earn' },
  burn: { kind: 'burn' },
  earn_back: { of_kind: 'earn' },
  burn_back: { of_kind: 'burn' },
  held: { state: 'held' },
} as const satisfies Record<LineChoice, object>

/** The partners of a programme, each with this month so far. */
export function usePartners(programme_id: string) {
  return useQuery({ queryKey: ['loyalty', 'programme', programme_id, 'partners'], queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/partners', of(programme_id))) })
}

export function usePartnerRates(partner_id: string) {
  return useQuery({ queryKey: ['loyalty', 'partner', partner_id, 'rates'], queryFn: () => body(api.GET('/api/loyalty/partners/{partner_id}/rates', at(partner_id))) })
}

export function usePartnerStatement(partner_id: string) {
  return useQuery({ queryKey: ['loyalty', 'partner', partner_id, 'statement'], queryFn: () => body(api.GET('/api/loyalty/partners/{partner_id}/statement', at(partner_id))) })
}

export function usePartnerLines(partner_id: string, month: string | undefined, choice: LineChoice | undefined) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'partner', partner_id, 'lines', month, choice], (page) =>
      body(api.GET('/api/loyalty/partners/{partner_id}/lines', { params: { path: { partner_id }, query: { ...(choice ? asked[choice] : {}), month: month ? `${month}-01` : undefined, page } } })),
    ),
  )
}

export function useCreatePartner(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewPartner) => body(api.POST('/api/loyalty/programmes/{programme_id}/partners', { ...of(programme_id), body: wanted })), onSuccess })
}

export function useChangePartner(partner_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: PartnerWords) => api.PUT('/api/loyalty/partners/{partner_id}', { ...at(partner_id), body: wanted }), onSuccess })
}

export function useSetPartnerState(partner_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (state: Partner['state']) => api.PUT('/api/loyalty/partners/{partner_id}/state', { ...at(partner_id), body: { state } }), onSuccess })
}

export function useSetPartnerRates(partner_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewPartnerRates) => body(api.POST('/api/loyalty/partners/{partner_id}/rates', { ...at(partner_id), body: wanted })), onSuccess })
}

export function isUnderWay(found: PartnerFile): boolean {
  return found.state === 'waiting' || found.state === 'running'
}

/** The files of a partner, the newest first; asked again while one is under way. */
export function usePartnerFiles(partner_id: string) {
  return useQuery({
    queryKey: ['loyalty', 'partner', partner_id, 'files'],
    queryFn: () => body(api.GET('/api/loyalty/partners/{partner_id}/files', at(partner_id))),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? WATCH_MS : false),
  })
}

export interface Sending {
  sourceId: string
  file: File
  onProgress: (now: Progress) => void
}

/** Sends a file and lets a worker look at it; nothing is booked. */
export function useCheckPartnerFile(partner_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: async ({ sourceId, file, onProgress }: Sending) => {
      const form = new FormData()
      form.append('file', file)
      const { id } = await sendForm<{ id: string }>(`/api/sources/${sourceId}/uploads`, form, onProgress)
      return body(api.POST('/api/loyalty/partners/{partner_id}/files', { ...at(partner_id), body: { upload_id: id } }))
    },
    onSuccess,
  })
}

export function useCarryOutPartnerFile() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (id: string) => api.POST('/api/loyalty/partner-files/{file_id}/carry-out', one(id)), onSuccess })
}

export function useStopPartnerFile() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (id: string) => api.POST('/api/loyalty/partner-files/{file_id}/cancel', one(id)), onSuccess })
}

export function usePartnerFaultCounts(id: string) {
  return useQuery({ queryKey: ['loyalty', 'partner-file', id, 'counts'], queryFn: () => body(api.GET('/api/loyalty/partner-files/{file_id}/fault-counts', one(id))) })
}

export function usePartnerFaults(id: string) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'partner-file', id, 'faults'], (page) => body(api.GET('/api/loyalty/partner-files/{file_id}/faults', { params: { path: { file_id: id }, query: page ? { page } : {} } }))),
  )
}
