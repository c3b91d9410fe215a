import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { AUDIENCES } from '@/lib/audiences'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'
import { type Progress, sendForm } from '@/lib/upload'
import type { Definition } from './sandbox'

type Schemas = components['schemas']
export type Audience = Schemas['AudienceShown']
export type AudienceDetail = Schemas['AudienceDetail']
export type AudienceVersion = Schemas['AudienceVersionShown']
export type AudienceDay = Schemas['AudienceDay']
export type AudienceChange = Schemas['AudienceChanged']
export type AudienceGuest = Schemas['AudienceGuest']
export type Rebuild = Schemas['RebuildShown']
export type ListMade = Schemas['ListMade']
export type Side = Schemas['Side']

const KEPT = [...AUDIENCES, 'kept']
const REBUILDS = [...AUDIENCES, 'rebuilds']
const WATCH_MS = 1500

const at = (audience_id: string) => ({ params: { path: { audience_id } } })

/** Whether its members are still being made, and nothing is in the way. */
export const isBeingMade = (one: Audience) => !one.is_made && one.findings.length === 0 && !one.archived_at

/** Every audience, or every archived one, the one changed last first. */
export function useAudiences(isArchived = false) {
  return useQuery({
    queryKey: [...KEPT, 'list', isArchived],
    queryFn: () => body(api.GET('/api/audiences', { params: { query: { is_archived: isArchived } } })),
    refetchInterval: ({ state }) => (state.data?.some(isBeingMade) ? WATCH_MS : false),
  })
}

/** One audience; nothing is asked for while there is no id. */
export function useAudience(audience_id: string) {
  return useQuery({
    queryKey: [...KEPT, audience_id],
    enabled: audience_id !== '',
    queryFn: () => body(api.GET('/api/audiences/{audience_id}', at(audience_id))),
    refetchInterval: ({ state }) => (state.data && isBeingMade(state.data.audience) ? WATCH_MS : false),
  })
}

/** The audience day by day. */
export function useDays(audience_id: string, days: number) {
  return useQuery({
    queryKey: [...KEPT, audience_id, 'days', days],
    queryFn: () => body(api.GET('/api/audiences/{audience_id}/days', { params: { path: { audience_id }, query: { days } } })),
  })
}

/** What each rebuild changed, the newest first. */
export function useChanges(audience_id: string) {
  return useInfiniteQuery(
    pagesQuery([...KEPT, audience_id, 'changes'], (page) => body(api.GET('/api/audiences/{audience_id}/changes', { params: { path: { audience_id }, query: { page } } }))),
  )
}

/** The guests in an audience. */
export function useMembers(audience_id: string) {
  return useInfiniteQuery(
    pagesQuery([...KEPT, audience_id, 'members'], (page) => body(api.GET('/api/audiences/{audience_id}/members', { params: { path: { audience_id }, query: { page, size: 60 } } }))),
  )
}

/** Who entered or left with a change. */
export function useMoved(audience_id: string, change_id: number, side: Side) {
  return useInfiniteQuery(
    pagesQuery([...KEPT, audience_id, 'moved', change_id, side], (page) =>
      body(api.GET('/api/audiences/{audience_id}/changes/{change_id}/{side}', { params: { path: { audience_id, change_id, side }, query: { page } } })),
    ),
  )
}

export interface Named {
  name_zh: string
  name_en: string
  note: string
}

export interface Saved extends Named {
  definition: Definition | null
}

/** Audiences, and every sentence and number of them, are asked for again. */
function useAllFresh() {
  const queries = useQueryClient()
  return () => Promise.all([KEPT, REBUILDS].map((queryKey) => queries.invalidateQueries({ queryKey })))
}

/** Keeps a new audience and returns its id. */
export function useKeepAudience() {
  const onSuccess = useAllFresh()
  return useMutation({ mutationFn: async (saved: Saved) => (await body(api.POST('/api/audiences', { body: saved }))).id, onSuccess })
}

/** Saves an audience. Where somebody saved in between, it is asked for again, so that the screen can say who and when. */
export function useSaveAudience(audience_id: string) {
  const fresh = useAllFresh()
  return useMutation({
    mutationFn: async ({ seen_revision, ...saved }: Saved & { seen_revision: number }) =>
      (await body(api.PUT('/api/audiences/{audience_id}', { ...at(audience_id), body: { ...saved, seen_revision } }))).revision,
    onSettled: () => void fresh(), // not waited for: whoever saved goes on at once
  })
}

export function useArchiveAudience(audience_id: string) {
  const onSuccess = useAllFresh()
  return useMutation({ mutationFn: () => api.POST('/api/audiences/{audience_id}/archive', at(audience_id)), onSuccess })
}

/** Keeps the members of now as an audience of its own and returns its id. */
export function useCopyAudience(audience_id: string) {
  const onSuccess = useAllFresh()
  return useMutation({
    mutationFn: async (named: Omit<Named, 'note'>) => (await body(api.POST('/api/audiences/{audience_id}/copy', { ...at(audience_id), body: named }))).id,
    onSuccess,
  })
}

interface Sending {
  named: Named
  file: File
  onProgress: (now: Progress) => void
}

/** Keeps the guests of a file as an audience. */
export function useMakeList() {
  const onSuccess = useAllFresh()
  return useMutation({
    mutationFn: ({ named, file, onProgress }: Sending) => {
      const form = new FormData()
      form.append('file', file)
      return sendForm<ListMade>(`/api/audiences/lists?${new URLSearchParams({ ...named }).toString()}`, form, onProgress)
    },
    onSuccess,
  })
}

const isUnderWay = (one: Rebuild) => one.state === 'waiting' || one.state === 'running'

/** The rebuild under way, or else the newest; while one is, it is asked for again and again, and audiences once it is over. */
export function useRebuild() {
  const queries = useQueryClient()
  const found = useQuery({
    queryKey: REBUILDS,
    queryFn: () => body(api.GET('/api/audiences/rebuilds')),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? WATCH_MS : false),
  })
  const underWay = found.data?.find((one) => one.state === 'running') ?? found.data?.find(isUnderWay)
  const isUp = underWay !== undefined
  const wasUp = useRef(isUp)
  useEffect(() => {
    if (wasUp.current && !isUp) void queries.invalidateQueries({ queryKey: KEPT })
    wasUp.current = isUp
  }, [isUp, queries])
  return { underWay, newest: found.data?.[0] }
}

/** Has members made anew: of these audiences and all that ask about them, or of all. */
export function useOrderRebuild() {
  const onSuccess = useAllFresh()
  return useMutation({ mutationFn: (audience_ids: string[] | null) => body(api.POST('/api/audiences/rebuilds', { body: { audience_ids } })), onSuccess })
}

export function useCancelRebuild() {
  const onSettled = useAllFresh()
  return useMutation({ mutationFn: (rebuild_id: string) => api.POST('/api/audiences/rebuilds/{rebuild_id}/cancel', { params: { path: { rebuild_id } } }), onSettled })
}
