import { keepPreviousData, useQuery } from '@tanstack/react-query'
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
    queryKey: ['audiences', 'contrast', text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.POST('/api/audiences/contrast', { body: { definition: JSON.parse(text) as Definition }, signal })),
  })
}

export type Overlap = components['schemas']['AudienceOverlap']
export type Crossing = components['schemas']['Crossing']

/** How many guests are in which of the audiences; nothing is asked for fewer than two. */
export function useOverlap(audienceIds: readonly string[]) {
  return useQuery({
    queryKey: ['audiences', 'overlap', audienceIds],
    enabled: audienceIds.length > 1,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.POST('/api/audiences/overlap', { body: { definitions: audienceIds.map((audience) => ({ version: 1, where: { audience } })) }, signal })),
  })
}
