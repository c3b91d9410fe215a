import { useTranslation } from 'react-i18next'
import { periodText, placeTimeText } from '@/lib/format'
import type { BothLanguages } from '@/lib/i18n'
import { useBookingWords } from '@/ui/BookingWords'
import { Card } from '@/ui/Card'
import { Money } from '@/ui/Money'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Booking } from '../api/bookings'
import css from './Booking.module.css'

type Values = Readonly<Record<string, unknown>>

function text(item: Values, name: string): string {
  const value = item[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What was booked, in the order it happens. */
export function ItemsCard({ booking }: { booking: Booking }) {
  const { t } = useTranslation()
  if (booking.items.length === 0) return null
  return (
    <Card title={t('bookings.items')}>
      <ul className={css.items}>
        {booking.items.map((item, index) => (
          <Item key={text(item, 'item_key') || index} item={item} />
        ))}
      </ul>
    </Card>
  )
}

function Item({ item }: { item: Values }) {
  const { line, status } = useBookingWords()
  const { property } = usePlaceWords()
  const at = (name: string, zone: string) => (text(item, name) ? placeTimeText(text(item, name), text(item, zone) || 'Asia/Shanghai') : '')
  const route = [text(item, 'origin'), text(item, 'destination')].filter(Boolean).join(' → ')
  const carrier = text(item, 'carrier')
  const number = text(item, 'number')
  const flight = number.startsWith(carrier) ? number : `${carrier}${number}`
  const called = item.property_name as BothLanguages | undefined
  const product = text(item, 'product')
  const isCalledSo = product === called?.zh || product === called?.en
  const parts = [route, flight, property({ property: text(item, 'property'), property_name: called }), isCalledSo ? '' : product]
  const what = [...new Set(parts.filter(Boolean))].join(' · ')
  const dates = at('departs_at', 'departs_zone') ? [at('departs_at', 'departs_zone'), at('arrives_at', 'arrives_zone')].filter(Boolean).join(' → ') : periodText(text(item, 'departs_on'), text(item, 'arrives_on'))
  const state = text(item, 'status')
  const detail = [dates, text(item, 'cabin'), text(item, 'room_type'), text(item, 'supplier'), state ? status(state) : '']
  const minor = item.amount_minor
  return (
    <li className={css.item}>
      <span className={css.kind}>{line(text(item, 'kind'))}</span>
      <div>
        <div className={css.route}>{what || text(item, 'item_key') || '—'}</div>
        <div className={css.detail}>{detail.filter(Boolean).join(' · ')}</div>
      </div>
      {typeof minor === 'number' ? <Money minor={minor} currency={text(item, 'currency')} /> : <span />}
    </li>
  )
}
