import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { Programme } from '@/lib/loyalty'
import type { RewardOrder } from '@/lib/rewards'
import { Status } from '../StatusTag'
import css from './Loyalty.module.css'
import { OrderDeeds } from './OrderDeeds'
import { orderTones, useRewardWords } from './rewardWords'

/** What a member redeemed, with what can still be done about it. */
export function OrderLines({ orders, programme }: { orders: readonly RewardOrder[]; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const words = useRewardWords(programme)
  return (
    <ul className={css.lines}>
      {orders.map((one) => (
        <li key={one.id}>
          <span>
            {one.count > 1 ? t('loyalty_rewards.named', { name: said(one.name), pieces: one.count }) : said(one.name)}
            <small>{[words.cost(one.points, one.money_minor), words.days(one, instant)].join(' · ')}</small>
          </span>
          <span className={css.right}>
            <Status tone={orderTones[one.state]}>{t(`loyalty_rewards.orderStates.${one.state}`)}</Status>
            <OrderDeeds order={one} />
          </span>
        </li>
      ))}
    </ul>
  )
}
