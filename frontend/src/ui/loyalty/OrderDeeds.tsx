import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { type RewardOrder, useCancelReward, useConfirmReward } from '@/lib/rewards'
import { useMay } from '@/lib/session'
import { useConfirm } from '../useConfirm'
import { useSaved } from '../useSaved'
import css from './Loyalty.module.css'

/** What can still be done about an order: confirmed or cancelled while it is held, given back while its terms allow it. */
export function OrderDeeds({ order }: { order: RewardOrder }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayServe = useMay('serve_members')
  const take = useConfirmReward()
  const cancel = useCancelReward()
  const saved = useSaved()
  const confirm = useConfirm()
  const isHeld = order.state === 'held'
  const mayReturn = order.state === 'confirmed' && order.cancel_until !== null && new Date().toLocaleDateString('sv') <= order.cancel_until
  if (!mayServe || !(isHeld || mayReturn)) return null
  const name = said(order.name)
  const back = isHeld ? 'cancel' : 'giveBack'
  async function askConfirm(): Promise<void> {
    if (await confirm({ title: t('loyalty_rewards.confirm.title', { name }), what: t('loyalty_rewards.confirm.what'), action: t('loyalty_rewards.confirm.action') })) take.mutate(order.id, saved(t('loyalty_rewards.confirm.done')))
  }
  async function askBack(): Promise<void> {
    if (await confirm({ title: t(`loyalty_rewards.${back}.title`, { name }), what: t(`loyalty_rewards.${back}.what`), action: t(`loyalty_rewards.${back}.action`), danger: true })) cancel.mutate(order.id, saved(t(`loyalty_rewards.${back}.done`)))
  }
  return (
    <span className={css.deeds}>
      {isHeld ? (
        <Button size="small" type="primary" loading={take.isPending} onClick={() => void askConfirm()}>
          {t('loyalty_rewards.confirm.action')}
        </Button>
      ) : null}
      <Button size="small" loading={cancel.isPending} onClick={() => void askBack()}>
        {t(`loyalty_rewards.${back}.action`)}
      </Button>
    </span>
  )
}
