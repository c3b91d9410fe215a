import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

type Schemas = components['schemas']
export type Destinations = Schemas['Destinations']
export type Destination = Schemas['Destination']
export type CityAnswer = Schemas['CityAnswer']
export type Answer = Schemas['Answer']

const key = (guest_id: string) => ['guest', guest_id, 'destinations']
const of = (guest_id: string) => ({ params: { path: { guest_id } } })

/** The first four destinations of a guest with the reasons, or why there are none. */
export function useDestinations(guest_id: string) {
  return useQuery({ queryKey: key(guest_id), queryFn: () => body(api.GET('/api/recommend/guests/{guest_id}/destinations', of(guest_id))) })
}

/** Says something of a city; the answer is the list without it, shown at once. */
export function useAnswerCity(guest_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (said: Schemas['CitySaid']) => body(api.POST('/api/recommend/guests/{guest_id}/answers', { ...of(guest_id), body: said })),
    onSuccess: (found) => queries.setQueryData(key(guest_id), found),
  })
}

export function useTakeBackAnswer(guest_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (city: string) => body(api.POST('/api/recommend/guests/{guest_id}/answers/take-back', { ...of(guest_id), body: { city } })),
    onSuccess: (found) => queries.setQueryData(key(guest_id), found),
  })
}

/** Logs each list once as it is shown; that it fails takes nothing from the page. */
export function useShown(guest_id: string, list_id: string | null, cities: readonly string[]) {
  const names = cities.join('|')
  useEffect(() => {
    if (!list_id || !names) return
    const shown = [{ id: newId(), guest_id, surface: 'guest_page' as const, cities: names.split('|') }]
    void api.POST('/api/recommend/impressions', { body: { shown } }).catch(() => undefined)
  }, [guest_id, list_id, names])
}

/** A UUID of chance; `crypto.randomUUID` is not there on pages without TLS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
