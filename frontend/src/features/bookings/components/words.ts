import { useTranslation } from 'react-i18next'
import { moneyText, readableName, useFormat } from '@/lib/format'
import type { BothLanguages } from '@/lib/i18n'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Version } from '../api/bookings'

const fields = [
  'line',
  'status',
  'channel',
  'booked_at',
  'modified_at',
  'cancelled_on',
  'starts_on',
  'ends_on',
  'destination_city',
  'destination_country',
  'property',
  'total_minor',
  'currency',
  'adults',
  'children',
  'infants',
  'rooms',
  'nights',
  'purpose',
  'cancel_reason',
  'time_zone',
] as const

function isField(value: string): value is (typeof fields)[number] {
  return (fields as readonly string[]).includes(value)
}

/** Returns words for the fields of a version and for their values. */
export function useVersionWords() {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const { line, status } = useBookingWords()
  const { country, property } = usePlaceWords()
  function value(field: string, raw: unknown, version: Version): string {
    if (raw === null || raw === undefined || raw === '') return '—'
    const { currency } = version.values
    if (field === 'total_minor' && typeof raw === 'number') return moneyText(raw, typeof currency === 'string' ? currency : '')
    if (typeof raw !== 'string') return JSON.stringify(raw)
    if (field === 'property') return property({ property: raw, property_name: version.values.property_name as BothLanguages | undefined })
    if (field === 'status') return status(raw)
    if (field === 'line') return line(raw)
    if (field === 'destination_country') return country(raw)
    return field.endsWith('_at') ? instant(raw) : raw
  }
  const field = (name: string) => (isField(name) ? t(`bookings.fields.${name}`) : readableName(name))
  return { field, value }
}
