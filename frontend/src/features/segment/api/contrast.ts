import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AUDIENCES } from '@/lib/audiences'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { type Definition, useSettled } from './sandbox'

export type Contrast = components['schemas']['AudienceContrast']
export type Trait = components['schemas']['TraitTold']

/** Every field of all guests is looked at, so it is asked for when nothing was changed for a while. */
const PAUSE_MS = 1_200

/** What sets those who fit a definition apart from all other guests. */
export function useContrast(definition: Definition) {
  const text = useSettled(JSON.stringify(definition), PAUSE_MS)
  return useQuery({
    queryKey: [...AUDIENCES, 'contrast', text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.POST('/api/audiences/contrast', { body: { definition: JSON.parse(text) as Definition }, signal })),
  })
}

export type Overlap = components['schemas']['AudienceOverlap']
export type Crossing = components['schemas']['Crossing']

/** What sets those who fit a definition apart from those who fit another, or from all others. */
export function useApart(definition: Definition, against: Definition | null) {
  return useQuery({
    queryKey: [...AUDIENCES, 'apart', definition, against],
    queryFn: ({ signal }) => body(api.POST('/api/audiences/contrast', { body: { definition, against }, signal })),
  })
}

/** How many guests fit which of two definitions, and what both are worth. */
export function useBothOf(definitions: readonly Definition[]) {
  return useQuery({
    queryKey: [...AUDIENCES, 'both', definitions],
    queryFn: ({ signal }) => body(api.POST('/api/audiences/overlap', { body: { definitions: [...definitions] }, signal })),
  })
}

/** How many guests are in which of the audiences, as they were made last; nothing is asked before all of them were. */
export function useOverlap(audiences: readonly { id: string; made_at: string | null }[]) {
  return useQuery({
    queryKey: [...AUDIENCES, 'overlap', audiences.map((one) => [one.id, one.made_at])],
    enabled: audiences.every((one) => one.made_at !== null),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.POST('/api/audiences/overlap', { body: { definitions: audiences.map((one) => ({ version: 1, where: { audience: one.id } })) }, signal })),
  })
}
