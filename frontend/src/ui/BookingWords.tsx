import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type BookingStatus, bookingStatuses, type Line, lines } from '@/lib/choices'
import { Status, type Tone } from './StatusTag'

const channels = ['app', 'web', 'wechat', 'call_centre', 'tel', 'store', 'walk_in', 'ota', 'agency', 'corporate', 'direct', 'gds'] as const
type Channel = (typeof channels)[number]
/** How else systems write them. */
const spellings: Readonly<Record<string, Channel>> = { website: 'web', phone: 'tel', call: 'tel', call_center: 'call_centre', shop: 'store', wlk: 'walk_in', walkin: 'walk_in', ta: 'agency', 'ta/to': 'agency', travel_agent: 'agency', cor: 'corporate' }

const tones: Record<BookingStatus, Tone> = {
  requested: 'amber',
  reserved: 'slate',
  confirmed: 'slate',
  waitlisted: 'amber',
  in_house: 'jade',
  completed: 'grey',
  cancelled: 'cinnabar',
  no_show: 'cinnabar',
}

function isStatus(value: string): value is BookingStatus {
  return (bookingStatuses as readonly string[]).includes(value)
}

/** Returns words for codes of bookings; a code of a newer server is shown as it is. */
export function useBookingWords() {
  const { t } = useTranslation()
  return useMemo(() => {
    const line = (value: string) => ((lines as readonly string[]).includes(value) ? t(`words.line.${value as Line}`) : value)
    const status = (value: string) => (isStatus(value) ? t(`words.status.${value}`) : value)
    function channel(value: string): string {
      const key = value.trim().toLowerCase().replace(/[\s-]/g, '_')
      const known = spellings[key] ?? channels.find((one) => one === key)
      return known ? t(`words.channel.${known}`) : value
    }
    return { line, status, channel }
  }, [t])
}

export function BookingState({ value }: { value: string }) {
  const { status } = useBookingWords()
  return <Status tone={isStatus(value) ? tones[value] : 'grey'}>{status(value)}</Status>
}
