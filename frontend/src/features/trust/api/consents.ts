import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Search } from '@/lib/address'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type Purpose = components['schemas']['Purpose']
export type PurposeChange = components['schemas']['PurposeChange']
export type NewPurpose = components['schemas']['NewPurpose']
export type Notice = components['schemas']['PurposeNotice']
export type NoticeDraft = components['schemas']['NoticeDraft']
export type GuestCount = components['schemas']['GuestCount']
export type Channel = components['schemas']['Channel']
export type Reason = components['schemas']['ConsentReason']
export type ConsentGuest = components['schemas']['ConsentGuest']

export const channels = ['all', 'sms', 'email', 'wechat', 'phone', 'app_push', 'post'] as const
export const reasons = ['given', 'outdated', 'expired', 'refused', 'withdrawn'] as const
export const piplBases = ['consent', 'contract', 'legal_duty', 'emergency', 'news', 'published', 'other_law'] as const
export const gdprBases = ['consent', 'contract', 'legal_duty', 'vital_interests', 'public_task', 'legitimate_interests'] as const
export const separateArticles = ['', '23', '29', '39'] as const

export function usePurposes() {
  return useQuery({ queryKey: ['purposes'], queryFn: () => body(api.GET('/api/consents/purposes')) })
}

/** How many guests stand how, by purpose and channel. */
export function useNumbers() {
  return useQuery({ queryKey: ['consents', 'numbers'], queryFn: () => body(api.GET('/api/consents/numbers')) })
}

/** Every version of a purpose's notice, the newest first. */
export function useNotices(code: string) {
  return useQuery({
    queryKey: ['notices', code],
    queryFn: () => body(api.GET('/api/consents/purposes/{code}/notices', { params: { path: { code } } })),
  })
}

/** How many guests a version that asks again would ask. */
export function useAskedAgain(code: string) {
  return useQuery({
    queryKey: ['notices', code, 'asked-again'],
    queryFn: () => body(api.GET('/api/consents/purposes/{code}/asked-again', { params: { path: { code } } })),
  })
}

function oneOf<T extends string>(value: string | undefined, known: readonly T[], fallback: T): T {
  return known.find((one) => one === value) ?? fallback
}

/** The guests behind a number. */
export function useConsentGuests(search: Search) {
  const where = { purpose: search.purpose ?? '', channel: oneOf(search.channel, channels, 'all'), reason: oneOf(search.reason, reasons, 'given') }
  return useInfiniteQuery(
    pagesQuery(['consents', 'guests', where], (page) => body(api.GET('/api/consents/guests', { params: { query: { ...where, page } } }))),
  )
}

function useFresh() {
  const queries = useQueryClient()
  return () => Promise.all([['purposes'], ['notices'], ['consents'], ['guest']].map((queryKey) => queries.invalidateQueries({ queryKey })))
}

/** Changes the purpose of the code, or creates one where none is given. */
export function useSavePurpose(code?: string) {
  const fresh = useFresh()
  return useMutation({
    mutationFn: async (draft: NewPurpose): Promise<boolean> => {
      if (code) return (await body(api.PUT('/api/consents/purposes/{code}', { params: { path: { code } }, body: draft }))).asks_again
      await api.POST('/api/consents/purposes', { body: draft })
      return false
    },
    onSuccess: fresh,
  })
}

export function usePublish(code: string) {
  const fresh = useFresh()
  return useMutation({
    mutationFn: (draft: NoticeDraft) => body(api.POST('/api/consents/purposes/{code}/notices', { params: { path: { code } }, body: draft })),
    onSuccess: fresh,
  })
}
