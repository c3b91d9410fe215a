import { Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CouponsAsked, type MemberCoupon, useCouponQuote, useCouponUse } from '@/lib/coupons'
import { moneyText, periodText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useClaimable } from '@/lib/loyalty'
import { useBookingWords } from '../BookingWords'
import { FormDrawer } from '../FormDrawer'
import { KeyValues } from '../KeyValues'
import { Note } from '../Layout'
import { useSentence } from '../States'
import { useSaved } from '../useSaved'
import { useCouponWords } from './couponWords'
import css from './Loyalty.module.css'

interface Props {
  coupon: MemberCoupon
  member: Member
  programme: Programme
  onClose: () => void
}

interface Fields {
  booking_id?: string
  spend?: number
}

/** A coupon used at the desk: for which booking, on which price, and what is left to pay. The drawer keeps one key, so what is sent again is used once. */
export function UseCouponDrawer({ coupon, member, programme, onClose }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useCouponWords(programme)
  const [key] = useState(() => crypto.randomUUID())
  const [fields, setFields] = useState<Fields>({})
  const bookings = useBookingChoices(member.guest_id ?? '')
  const asked = askedOf(coupon, member, programme, fields, bookings.of(fields.booking_id))
  const use = useCouponUse(programme.id)
  const quote = useCouponQuote(programme.id, use.isSuccess ? undefined : asked)
  const saved = useSaved()
  function choose(booking_id: string | undefined): void {
    const booking = bookings.of(booking_id)
    const isOurs = booking?.currency === programme.currency && booking.total_minor !== null
    setFields({ booking_id, spend: isOurs ? Number(booking.total_minor) / 100 : fields.spend })
  }
  const run = asked && quote.data ? () => use.mutate({ key, asked }, saved(t('loyalty_coupons.use.done', { name: said(coupon.name) }), onClose)) : undefined
  return (
    <FormDrawer open title={t('loyalty_coupons.use.title')} saveLabel={t('loyalty_coupons.use.action')} saving={use.isPending} incomplete={!run} onSave={run ?? (() => undefined)} onClose={onClose}>
      <p className={css.total}>{said(coupon.name)}</p>
      <Note>{[words.off(coupon.terms), ...words.only(coupon.terms)].join(' · ')}</Note>
      <Form layout="vertical" component="div">
        <Form.Item label={t('loyalty_coupons.use.booking')} extra={t('loyalty_coupons.use.bookingHelp')}>
          <Select allowClear aria-label={t('loyalty_coupons.use.booking')} placeholder={t('loyalty_coupons.use.noBooking')} value={fields.booking_id} options={bookings.options} onChange={choose} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item label={t('loyalty_coupons.use.spend', { currency: programme.currency })}>
          <InputNumber aria-label={t('loyalty_coupons.use.spend', { currency: programme.currency })} min={0} precision={2} value={fields.spend ?? null} onChange={(spend) => setFields({ ...fields, spend: spend ?? undefined })} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
      <Price quote={quote} programme={programme} />
    </FormDrawer>
  )
}

/** What the coupon takes off, or why it may not be used. */
function Price({ quote, programme }: { quote: ReturnType<typeof useCouponQuote>; programme: Programme }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  if (quote.isError) return <p role="alert">{sentence(quote.error)}</p>
  if (!quote.data) return null
  const money = (minor: number) => moneyText(minor, programme.currency)
  const items = quote.data.offs.map((one) => one.item).filter(Boolean)
  return (
    <section className={css.part} aria-live="polite">
      <KeyValues
        items={[
          { label: t('loyalty_coupons.use.off'), value: quote.data.off_minor > 0 ? money(quote.data.off_minor) : null },
          { label: t('loyalty_coupons.use.gives'), value: items.length > 0 ? items.join(t('words.semicolon')) : null },
          { label: t('loyalty_coupons.use.toPay'), value: <b>{money(quote.data.to_pay_minor)}</b> },
        ]}
      />
    </section>
  )
}

/** The guest's bookings that are under way or to come. */
function useBookingChoices(guest_id: string) {
  const { line } = useBookingWords()
  const said = useSaid()
  const today = new Date().toLocaleDateString('sv')
  const all = useClaimable(guest_id, guest_id !== '').data?.items ?? []
  const items = all.filter((one) => one.status !== 'cancelled' && one.status !== 'no_show' && (one.ends_on === null || one.ends_on >= today))
  const options = items.map((one) => ({ value: one.booking_id, label: [said(one.property_name) || [line(one.line), one.destination_city].filter(Boolean).join(' '), periodText(one.starts_on, one.ends_on), one.booking_key].filter(Boolean).join(' · ') }))
  const of = (id: string | undefined) => items.find((one) => one.booking_id === id)
  return { options, of }
}

type Booking = ReturnType<ReturnType<typeof useBookingChoices>['of']>

function askedOf(coupon: MemberCoupon, member: Member, programme: Programme, { spend }: Fields, booking: Booking): CouponsAsked | undefined {
  if (spend === undefined) return undefined
  return {
    spend_minor: Math.round(spend * 100),
    currency: programme.currency,
    line: booking?.line ?? (coupon.terms.lines.length === 1 ? (coupon.terms.lines[0] ?? '') : ''), // what is used at the desk of a hotel is for the hotel
    channel: booking?.channel ?? '',
    starts_on: booking?.starts_on ?? null,
    member_price: '',
    source: booking ? `booking:${booking.booking_id}` : '',
    codes: [],
    coupon_ids: [coupon.id],
    member_id: member.id,
    guest_id: member.guest_id,
  }
}
