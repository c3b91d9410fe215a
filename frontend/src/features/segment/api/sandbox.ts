import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { AUDIENCES } from '@/lib/audiences'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Catalogue = components['schemas']['AudienceCatalogue']
export type Field = components['schemas']['AudienceField']
export type Property = components['schemas']['AudienceProperty']
export type Behaviour = components['schemas']['AudienceBehaviour']
export type Op = components['schemas']['Op']
export type Shape = components['schemas']['Shape']
export type FieldKind = components['schemas']['FieldKind']
export type Numbers = components['schemas']['AudienceNumbers']
export type Tried = components['schemas']['TriedAudience']
export type ValueCount = components['schemas']['ValueCount']
export type GuestCount = components['schemas']['GuestCount']
export type Definition = Record<string, unknown>

const PAUSE_MS = 150
/** Who may be contacted takes longer than all else, so it is asked for when nothing was changed for a while. */
const REACH_PAUSE_MS = 700

/** What conditions may ask about. It changes with the company's models, tags and purposes, so it is asked for once a visit. */
export function useCatalogueQuery() {
  return useQuery({ queryKey: [...AUDIENCES, 'catalogue'], staleTime: 5 * 60_000, queryFn: () => body(api.GET('/api/audiences/catalogue')) })
}

/** Returns what was given once it has stayed the same for a moment. */
export function useSettled<T>(value: T, pause = PAUSE_MS): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause)
    return () => clearTimeout(timer)
  }, [value, pause])
  return settled
}

/** The question that is with the server. */
let asking: Promise<unknown> = Promise.resolve()

/** Asks one question at a time: the server works an answer out to its end, wanted or not, so what was written meanwhile is asked once. */
async function askPreview(definition: Definition, signal: AbortSignal): Promise<Tried> {
  await asking
  signal.throwIfAborted()
  const answer = body(api.POST('/api/audiences/preview', { body: { definition, with_reach: false } }))
  asking = answer.catch(() => undefined)
  return answer
}

/** The numbers of a definition as it is written. An older answer is dropped when something newer was written; its numbers stay until then. */
export function usePreview(definition: Definition) {
  const text = useSettled(JSON.stringify(definition))
  const asked = useQuery({
    queryKey: [...AUDIENCES, 'preview', text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => askPreview(JSON.parse(text) as Definition, signal),
  })
  return { ...asked, isBehind: asked.isFetching || text !== JSON.stringify(definition) }
}

/** How many of a definition may be contacted, by purpose and channel, and why not the others. */
export function useReach(definition: Definition) {
  const text = useSettled(JSON.stringify(definition), REACH_PAUSE_MS)
  return useQuery({
    queryKey: [...AUDIENCES, 'reach', text],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const tried = await body(api.POST('/api/audiences/preview', { body: { definition: JSON.parse(text) as Definition, with_reach: true }, signal }))
      return tried.numbers
    },
  })
}

/** Values that guests have, with how many. `name`: a field, or a property as `searched.destination`. */
export function useValues(name: string, typed: string, enabled: boolean) {
  const beginning = useSettled(typed)
  return useQuery({
    queryKey: [...AUDIENCES, 'values', name, beginning],
    enabled,
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/api/audiences/values', { params: { query: { field: name, beginning } }, signal })),
  })
}

export function useOrderFirstSnapshot() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => body(api.POST('/api/insight/snapshots', { body: { is_full: true } })),
    onSettled: () => Promise.all([AUDIENCES, ['insight']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

/** Whether one guest belongs, and what each condition was judged by. */
export function explainQuery(guest_id: string, definition: Definition) {
  return {
    queryKey: [...AUDIENCES, 'explain', guest_id, JSON.stringify(definition)],
    queryFn: () => body(api.POST('/api/audiences/explain', { body: { definition, guest_id } })),
  }
}
