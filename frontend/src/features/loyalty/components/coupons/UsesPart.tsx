import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CouponBatch } from '@/lib/coupons'
import { moneyText, useFormat } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useMay } from '@/lib/session'
import { bookingOf } from '@/ui/LoyaltyWords'
import { ErrorState } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type CouponOrder, useCouponOrderDeed, useCouponOrders } from '../../api/coupons'
import type { Programme } from '../../api/programmes'
import css from '../Rules.module.css'
import member from '../member/Member.module.css'

const tones = { held: 'amber', used: 'jade', given_back: 'grey', lapsed: 'grey' } as const satisfies Record<CouponOrder['state'], Tone>

/** The bookings for which coupons of the batch were held or used, with what was taken off. */
export function UsesPart({ batch, programme }: { batch: CouponBatch; programme: Programme }) {
  const { t } = useTranslation()
  const pages = useCouponOrders(batch.id)
  const orders = rowsOf(pages)
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_coupons.uses')}</h3>
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && orders.length === 0 ? <p className="muted">{t('loyalty_coupons.noUses')}</p> : null}
      <ul className={member.lines}>
        {orders.map((one) => (
          <Use key={one.id} order={one} programme={programme} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('loyalty_coupons.more')}
        </Button>
      ) : null}
    </section>
  )
}

function Use({ order, programme }: { order: CouponOrder; programme: Programme }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const booking = bookingOf(order.source)
  const money = (minor: number) => moneyText(minor, programme.currency)
  return (
    <li>
      <span>
        {booking ? (
          <Link to="/bookings/$bookingId" params={{ bookingId: booking }}>
            {t('loyalty.openBooking')}
          </Link>
        ) : (
          order.source || '—'
        )}
        <small>
          {t('loyalty_coupons.took', { off: money(order.quote.off_minor), spend: money(order.quote.spend_minor) })} · {instant(order.ordered_at)}
        </small>
      </span>
      <span className={member.deeds}>
        <Status tone={tones[order.state]}>{t(`loyalty_coupons.orderStates.${order.state}`)}</Status>
        <Deeds order={order} />
      </span>
    </li>
  )
}

function Deeds({ order }: { order: CouponOrder }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members')
  const deed = useCouponOrderDeed()
  const saved = useSaved()
  const confirm = useConfirm()
  if (!mayServe || (order.state !== 'held' && order.state !== 'used')) return null
  async function back(): Promise<void> {
    if (await confirm({ title: t('loyalty_coupons.back.title'), what: t('loyalty_coupons.back.what'), action: t('loyalty_coupons.back.action'), danger: true })) deed.mutate({ id: order.id, deed: 'giveBack' }, saved(t('loyalty_coupons.back.done')))
  }
  return (
    <>
      {order.state === 'held' ? (
        <Button size="small" type="primary" loading={deed.isPending} onClick={() => deed.mutate({ id: order.id, deed: 'confirm' }, saved(t('loyalty_coupons.orderStates.used')))}>
          {t('loyalty_coupons.confirmUse')}
        </Button>
      ) : null}
      <Button size="small" loading={deed.isPending} onClick={() => void back()}>
        {t('loyalty_coupons.back.action')}
      </Button>
    </>
  )
}
