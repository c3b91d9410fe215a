import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, moneyText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Reward, useRewards } from '@/lib/rewards'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { Note } from '@/ui/Layout'
import { useRewardWords } from '@/ui/loyalty/rewardWords'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { OrdersTable } from './OrdersTable'
import { RewardDrawer } from './RewardDrawer'

/** What points buy, and what members ordered of it. */
export function RewardsTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const isWhole = useForCompany()
  const mayManage = useMayForCompany('manage_loyalty')
  const rewards = useRewards(programme.id)
  const [open, setOpen] = useState<Reward | 'new'>()
  const columns = useColumns(programme, setOpen)
  const hasAny = (rewards.data ?? []).length > 0
  const add = mayManage ? (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('loyalty_rewards.add')}
    </Button>
  ) : null
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Note>{t('loyalty_rewards.intro')}</Note>
        {hasAny ? add : null}
      </div>
      <PlainTable
        label={t('loyalty.tab.rewards')}
        columns={columns}
        query={rewards}
        rowKey={(one) => one.id}
        empty={
          <EmptyState icon="loyalty" title={t('loyalty_rewards.none')} action={add}>
            {t(add ? 'loyalty_rewards.noneWords' : 'loyalty_rewards.noneOther')}
          </EmptyState>
        }
      />
      {isWhole && hasAny ? <OrdersTable programme={programme} /> : null}
      {open ? <RewardDrawer programme={programme} reward={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

function useColumns(programme: Programme, onOpen: (one: Reward) => void): Column<Reward>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useRewardWords(programme)
  return [
    {
      key: 'name',
      title: t('loyalty_rewards.reward'),
      render: (one) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(one)}>
            {said(one.name)}
          </Button>
          <small>{t('loyalty_rewards.version', { code: one.code, kind: t(`loyalty_rewards.kinds.${one.kind}`) })}</small>
        </span>
      ),
    },
    {
      key: 'cost',
      title: t('loyalty_rewards.cost'),
      align: 'right',
      render: ({ version }) =>
        version ? (
          <span className={css.two}>
            {countText(version.terms.points)}
            {version.terms.points_min === null ? null : <small>{words.mix(version.terms)}</small>}
          </span>
        ) : (
          '—'
        ),
    },
    { key: 'money', title: t('loyalty_rewards.money'), align: 'right', render: ({ version }) => (version?.terms.money_minor ? moneyText(version.terms.money_minor, programme.currency) : '—') },
    { key: 'tiers', title: t('loyalty_rewards.tiers'), render: ({ version }) => (version?.terms.tiers.length ? words.tiers(version.terms.tiers) : t('loyalty_rewards.allTiers')) },
    { key: 'left', title: t('loyalty_rewards.left'), align: 'right', render: (one) => (one.left === null ? t('loyalty_rewards.unlimited') : countText(one.left)) },
    { key: 'state', title: t('loyalty_rewards.state'), render: (one) => <State reward={one} /> },
  ]
}

function State({ reward }: { reward: Reward }) {
  const { t } = useTranslation()
  if (!reward.version) return <Status tone="grey">{t('loyalty_rewards.states.off')}</Status>
  return reward.left === 0 ? <Status tone="amber">{t('loyalty_rewards.states.gone')}</Status> : <Status tone="jade">{t('loyalty_rewards.states.offered')}</Status>
}
