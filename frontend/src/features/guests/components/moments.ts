import { useTranslation } from 'react-i18next'
import { moneyText, periodText, sizeText } from '@/lib/format'
import type { BothLanguages } from '@/lib/i18n'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import { type Moment, type TimelineKind, timelineKinds } from '../api/guests'
import { callDirections, callOutcomes } from '../api/staff'
import { textOf, type Told, useToldWords } from './told'

interface Words extends Told {
  bookingId?: string
  fileId?: string
}

function isKind(value: string): value is TimelineKind {
  return (timelineKinds as readonly string[]).includes(value)
}

/** Returns a function that puts one entry of the timeline into words. */
export function useMomentWords(): (moment: Moment) => Words {
  const { t } = useTranslation()
  const { line, status } = useBookingWords()
  const place = usePlaceWords()
  const written = useWrittenWords()
  const told = useToldWords()
  return (moment) => {
    const { kind, key, title, detail } = moment
    const name = isKind(kind) ? t(`guests.kind.${kind}`) : kind
    if (kind === 'booking') {
      const minor = detail.total_minor
      const amount = typeof minor === 'number' ? moneyText(minor, textOf(detail, 'currency')) : ''
      const where = place.where({
        property: textOf(detail, 'property'),
        property_name: detail.property_name as BothLanguages | undefined,
        destination_city: textOf(detail, 'destination_city'),
        destination_country: textOf(detail, 'destination_country'),
      })
      const dates = periodText(textOf(detail, 'starts_on'), textOf(detail, 'ends_on'))
      const parts = [dates, status(textOf(detail, 'status')), amount, title]
      return { name: line(textOf(detail, 'line')) || name, title: where, detail: parts.filter(Boolean).join(' · '), bookingId: textOf(detail, 'booking_id') || undefined }
    }
    if (kind === 'note' || kind === 'call' || kind === 'file') return { name, ...written(detail), fileId: kind === 'file' ? key : undefined }
    if (kind === 'event' || kind === 'interaction' || kind === 'feedback' || kind === 'trait') return told[kind](moment)
    return { name, title, detail: '' }
  }
}

/** What a colleague wrote down: the whole text, then who and how it went. */
function useWrittenWords(): (detail: Moment['detail']) => { title: string; detail: string } {
  const { t } = useTranslation()
  return (detail) => {
    const direction = callDirections.find((one) => one === detail.direction)
    const outcome = callOutcomes.find((one) => one === detail.outcome)
    const seconds = detail.duration_seconds
    const parts = [
      textOf(detail, 'by'),
      direction ? t(`staff.directions.${direction}`) : '',
      outcome ? t(`staff.outcomes.${outcome}`) : '',
      typeof seconds === 'number' && seconds > 0 ? t('staff.lasted', { minutes: Math.max(1, Math.round(seconds / 60)) }) : '',
      typeof detail.size_bytes === 'number' ? sizeText(detail.size_bytes) : '',
    ]
    return { title: textOf(detail, 'text'), detail: parts.filter(Boolean).join(' · ') }
  }
}
