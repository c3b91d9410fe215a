import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { periodText } from '@/lib/format'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import type { IconName } from '@/ui/Icon'
import { usePlaceWords } from '@/ui/PlaceWords'

type Found = components['schemas']['Found']

export interface Hit {
  to: string
  icon: IconName
  title: string
  detail: string
}

function joined(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ')
}

function hitsOf(found: Found, whereOf: (booking: Found['bookings'][number]) => string): Hit[] {
  const guests = found.guests.map((guest): Hit => {
    const title = joined([guest.name, guest.name_latin]) || guest.phone || guest.source_key || guest.guest_id.slice(0, 8)
    return { to: `/guests/${guest.guest_id}`, icon: 'guests', title, detail: joined([guest.phone, guest.email, guest.place, guest.sources.join('、')]) }
  })
  const bookings = found.bookings.map((booking): Hit => {
    const detail = joined([booking.booker_name, whereOf(booking), periodText(booking.starts_on, booking.ends_on), booking.source_name])
    return { to: `/bookings/${booking.booking_id}`, icon: 'bookings', title: booking.booking_key, detail }
  })
  return [...guests, ...bookings]
}

/** What the server finds for the words; asked only when the person pauses. */
export function useHits(words: string): { hits: readonly Hit[]; isAsked: boolean } {
  const { where } = usePlaceWords()
  const q = useDeferredValue(words.trim())
  const { data, isSuccess } = useQuery({
    queryKey: ['search', q],
    queryFn: () => body(api.POST('/api/search', { body: { text: q } })),
    enabled: q.length > 0,
    staleTime: 10_000,
    placeholderData: (before) => before,
  })
  return { hits: q && data ? hitsOf(data, where) : [], isAsked: q.length > 0 && isSuccess }
}
