import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { rewardStates } from '@/lib/rewards'
import { SelectFilter } from '@/ui/Filters'
import { Note } from '@/ui/Layout'
import { OrderDeeds } from '@/ui/loyalty/OrderDeeds'
import { orderTones, useRewardWords } from '@/ui/loyalty/rewardWords'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import type { Programme } from '../../api/programmes'
import { type RewardOrderLine, useRewardOrders } from '../../api/rewards'
import css from '../Loyalty.module.css'

/** What members ordered; at first what is held and waits for somebody. */
export function OrdersTable({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const state = search.orders === 'all' ? undefined : (rewardStates.find((one) => one === search.orders) ?? 'held')
  const pages = useRewardOrders(programme.id, state)
  const columns = useColumns(programme)
  const options = [...rewardStates.map((value) => ({ value, label: t(`loyalty_rewards.orderStates.${value}`) })), { value: 'all', label: t('loyalty_rewards.all') }]
  return (
    <section>
      <h2 className={css.heading}>{t('loyalty_rewards.orders')}</h2>
      <Note>{t('loyalty_rewards.ordersNote')}</Note>
      <DataTable
        name="reward_orders"
        label={t('loyalty_rewards.orders')}
        columns={columns}
        pages={pages}
        rowKey={(one) => one.order.id}
        filters={<SelectFilter param="orders" label={t('loyalty_rewards.orderState')} fallback="held" options={options} />}
        empty={
          <EmptyState icon="check" title={t(state === 'held' ? 'loyalty_rewards.noOrders' : 'loyalty_rewards.noOrdersOf')}>
            {t('loyalty_rewards.noOrdersWords')}
          </EmptyState>
        }
      />
    </section>
  )
}

function useColumns(programme: Programme): Column<RewardOrderLine>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const words = useRewardWords(programme)
  return [
    {
      key: 'member',
      title: t('loyalty.member'),
      render: ({ order, name, number }) => (
        <span className={css.two}>
          <Link to="/loyalty/members/$memberId" params={{ memberId: order.member_id }}>
            {name || number}
          </Link>
          {name ? <small>{number}</small> : null}
        </span>
      ),
    },
    { key: 'reward', title: t('loyalty_rewards.reward'), render: ({ order }) => (order.count > 1 ? t('loyalty_rewards.named', { name: said(order.name), pieces: order.count }) : said(order.name)) },
    { key: 'costs', title: t('loyalty_rewards.costs'), align: 'right', render: ({ order }) => words.cost(order.points, order.money_minor) },
    { key: 'when', title: t('loyalty_rewards.when'), render: ({ order }) => words.days(order, instant) },
    { key: 'state', title: t('loyalty_rewards.orderState'), render: ({ order }) => <Status tone={orderTones[order.state]}>{t(`loyalty_rewards.orderStates.${order.state}`)}</Status> },
    { key: 'deeds', title: t('loyalty_rewards.deeds'), quiet: true, align: 'right', render: ({ order }) => <OrderDeeds order={order} /> },
  ]
}
