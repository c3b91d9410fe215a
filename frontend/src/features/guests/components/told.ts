import { useTranslation } from 'react-i18next'
import { digitsOf, moneyText, readableName, useFormat } from '@/lib/format'
import { useBookingWords } from '@/ui/BookingWords'
import type { Moment } from '../api/guests'
import { isYesOrNo, useAttributeTitle } from './attributes'

type Detail = Moment['detail']

export interface Told {
  /** What sort of thing it is. */
  name: string
  title: string
  detail: string
}

const events = [
  'app_session', 'trip_searched', 'offer_viewed', 'offer_saved', 'booking_started', 'booking_completed', 'booking_cancelled', 'banner_clicked', 'page_viewed',
  'product_viewed', 'signed_in', 'signed_up',
] as const
const devices = ['ios', 'android', 'miniprogram', 'web', 'desktop', 'mobile', 'tablet'] as const
const channels = ['call', 'phone', 'email', 'sms', 'wechat', 'chat', 'visit', 'app', 'website', 'web', 'tablet'] as const
const directions = ['inbound', 'outbound'] as const
const touchpoints = ['after_sales', 'check_in', 'check_out', 'after_stay', 'room', 'food', 'staff', 'facilities', 'guide', 'flight', 'hotel', 'tour'] as const
const traits = ['premium_order'] as const
const CALLS: readonly string[] = ['call', 'phone']
/** What systems call a product line that we call otherwise. */
const lineOf: Readonly<Record<string, string>> = { flight: 'air', train: 'rail', cruise: 'ship', car_rental: 'car', guided_tour: 'tour' }
/** `['很','细心']`: a list as some systems write it into a text column. */
const LISTED = /^\[\s*(['"].*['"])?\s*\]$/s

/** Returns the detail of this name as text; "" where there is none. */
export function textOf(detail: Detail, name: string): string {
  const value = detail[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Returns the known code that a source's word means, however it writes its letters: `Trip Searched` is `trip_searched`. */
function codeOf<T extends string>(codes: readonly T[], word: string): T | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  return codes.find((code) => plain(code) === plain(word))
}

function unlisted(text: string): string {
  return LISTED.test(text) ? [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map((found) => found[1] ?? found[2]).join('、') : text
}

function joined(parts: readonly string[]): string {
  return [...new Set(parts.filter(Boolean))].join(' · ')
}

/** Returns functions that put into words what sources tell beside bookings: visits to the app, contacts, reviews, traits. */
export function useToldWords(): Record<'event' | 'interaction' | 'feedback' | 'trait', (moment: Moment) => Told> {
  return { event: useEventWords(), interaction: useContactWords(), feedback: useReviewWords(), trait: useTraitWords() }
}

/** Where to, for what price, on which device; how long a visit lasted. */
function useEventWords(): (moment: Moment) => Told {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const { duration } = useFormat()
  return ({ at, title, detail }) => {
    const known = codeOf(events, title)
    const more = (detail.properties ?? {}) as Detail
    const device = codeOf(devices, textOf(detail, 'device'))
    const product = textOf(more, 'product_line').toLowerCase()
    const price = Number(textOf(more, 'price'))
    const currency = textOf(more, 'currency') || 'CNY'
    const seconds = (Date.parse(textOf(detail, 'ended_at')) - Date.parse(at)) / 1000
    const parts = [
      line(lineOf[product] ?? product),
      price > 0 ? moneyText(price * 10 ** digitsOf(currency), currency, true) : '',
      textOf(more, 'order_no'),
      seconds >= 1 ? t('timeline.stayed', { time: duration(seconds) }) : '',
      device ? t(`timeline.devices.${device}`) : textOf(detail, 'device'),
    ]
    return { name: known ? t(`timeline.events.${known}`) : readableName(title), title: textOf(detail, 'destination'), detail: joined(parts) }
  }
}

/** What it was about and what was said; then how it ended, with whom, and for how long. */
function useContactWords(): (moment: Moment) => Told {
  const { t } = useTranslation()
  const { duration } = useFormat()
  return ({ detail }) => {
    const channel = codeOf(channels, textOf(detail, 'channel'))
    const direction = channel && CALLS.includes(channel) ? codeOf(directions, textOf(detail, 'direction')) : undefined
    const name = direction ? t(`timeline.directions.${direction}`) : channel ? t(`timeline.channels.${channel}`) : textOf(detail, 'channel')
    const seconds = Number(textOf(detail, 'duration_seconds'))
    const ended = [textOf(detail, 'outcome'), textOf(detail, 'agent'), seconds > 0 ? duration(seconds) : '']
    const text = textOf(detail, 'text')
    return { name: name || t('guests.kind.interaction'), title: textOf(detail, 'subject') || text, detail: joined([textOf(detail, 'subject') ? text : '', ...ended]) }
  }
}

/** The rating first, then what was written and praised or blamed. */
function useReviewWords(): (moment: Moment) => Told {
  const { t } = useTranslation()
  return ({ detail }) => {
    const rating = textOf(detail, 'rating')
    const max = textOf(detail, 'rating_max')
    const stars = rating && max ? t('timeline.ratingOf', { rating: Number(rating), max: Number(max) }) : rating
    const touchpoint = codeOf(touchpoints, textOf(detail, 'touchpoint'))
    const channel = codeOf(channels, textOf(detail, 'channel'))
    const tags = Array.isArray(detail.tags) ? detail.tags.filter((tag) => typeof tag === 'string') : []
    const said = [textOf(detail, 'title'), unlisted(textOf(detail, 'text'))].filter(Boolean)
    const where = touchpoint ? t(`timeline.touchpoints.${touchpoint}`) : textOf(detail, 'touchpoint')
    return { name: t('guests.kind.feedback'), title: joined([stars, said[0] ?? '']), detail: joined([...said.slice(1), tags.join(t('words.comma')), where, channel ? t(`timeline.channels.${channel}`) : textOf(detail, 'channel')]) }
  }
}

function useTraitWords(): (moment: Moment) => Told {
  const { t } = useTranslation()
  const traitText = useTraitText()
  return ({ title, detail }) => ({ name: t('guests.kind.trait'), title: traitText(title, textOf(detail, 'value')), detail: '' })
}

/** Returns a function that says what a source calls by a code: `premium_order` 1 is 下过精品订单：是. */
export function useTraitText(): (code: string, raw: string) => string {
  const { t } = useTranslation()
  const titleOf = useAttributeTitle()
  return (code, raw) => {
    const known = codeOf(traits, code)
    const value = known || isYesOrNo(code) ? (/^(1|y|yes|true|是)$/i.test(raw) ? t('words.yes') : /^(0|n|no|false|否)$/i.test(raw) ? t('words.no') : raw) : raw
    return t('timeline.traitIs', { name: known ? t(`timeline.traits.${known}`) : titleOf(code), value })
  }
}
