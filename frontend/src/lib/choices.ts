import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, body } from './http'
import { useMay } from './session'

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: () => body(api.GET('/api/sources')),
})

/** The sources to filter by; none for a person who may not see them. */
export function useSourceChoices(): { value: string; label: string }[] {
  const may = useMay('view_sources')
  const { data = [] } = useQuery({ ...sourcesQuery, enabled: may })
  return data.map((source) => ({ value: source.id, label: source.settings.name }))
}

export const lines = [
  'air',
  'hotel',
  'rail',
  'ship',
  'car',
  'transfer',
  'tour',
  'guide',
  'attraction',
  'restaurant',
  'meeting',
  'insurance',
  'ancillary',
  'package',
] as const
export type Line = (typeof lines)[number]

export const bookingStatuses = ['requested', 'reserved', 'confirmed', 'waitlisted', 'in_house', 'completed', 'cancelled', 'no_show'] as const
export type BookingStatus = (typeof bookingStatuses)[number]
