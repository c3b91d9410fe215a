import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { Instant, Money } from '@/ui/Money'
import type { Booking } from '../api/bookings'
import css from './Booking.module.css'

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const methods = ['wechat_pay', 'alipay', 'credit_card', 'bank_card', 'unionpay', 'cash', 'bank_transfer', 'points'] as const

const states = ['paid', 'refunded', 'pending', 'failed'] as const

/** What was paid, when and how. */
export function PaymentsCard({ booking }: { booking: Booking }) {
  const { t } = useTranslation()
  const methodOf = (value: string) => {
    const known = methods.find((method) => method === value.toLowerCase())
    return known ? t(`bookings.method.${known}`) : value || t('bookings.payment')
  }
  const stateOf = (value: string) => {
    const known = states.find((state) => state === value.toLowerCase())
    return known ? t(`bookings.paymentState.${known}`) : value
  }
  if (booking.payments.length === 0) return null
  return (
    <Card title={t('bookings.payments')}>
      <ul className={css.items}>
        {booking.payments.map((payment, index) => (
          <li key={text(payment.payment_key) || index} className={css.item}>
            <span className={css.kind}>{methodOf(text(payment.method))}</span>
            <div>
              <Instant at={text(payment.paid_at) || null} />
              <div className={css.detail}>{[stateOf(text(payment.status)), text(payment.payment_key)].filter(Boolean).join(' · ')}</div>
            </div>
            <Money minor={typeof payment.amount_minor === 'number' ? payment.amount_minor : null} currency={text(payment.currency)} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
