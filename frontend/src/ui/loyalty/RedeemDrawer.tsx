import { Button, Form, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, moneyText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useBalances, useMemberTier } from '@/lib/loyalty'
import { type Reward, type RewardOrder, type RewardWanted, useCancelReward, useConfirmReward, useReserve, useRewardQuote, useRewards } from '@/lib/rewards'
import { FormDrawer } from '../FormDrawer'
import { KeyValues } from '../KeyValues'
import { Fields, Note } from '../Layout'
import { CardSkeleton } from '../Skeleton'
import { EmptyState, ErrorState, useSentence } from '../States'
import { useSaved } from '../useSaved'
import css from './Loyalty.module.css'
import { PayerFields, usePayer } from './payer'
import { type Means, useRewardWords } from './rewardWords'

interface Props {
  member: Member
  programme: Programme
  onClose: () => void
}

/** A reward for points: chosen with its price, held, then confirmed. The drawer keeps one key, so what is sent again is the same order. */
export function RedeemDrawer({ member, programme, onClose }: Props) {
  const { t } = useTranslation()
  const [key] = useState(() => crypto.randomUUID())
  const [wanted, setWanted] = useState<RewardWanted>()
  const reserve = useReserve(member.id)
  const saved = useSaved()
  const payer = usePayer(member)
  const whole = wanted ? { ...wanted, ...payer.means } : undefined
  const quote = useRewardQuote(member.id, reserve.data ? undefined : whole)
  if (reserve.data) return <Held order={reserve.data} programme={programme} onClose={onClose} />
  const ready = wanted !== undefined && quote.data?.lacking === 0 && payer.mayOrder
  const { onError } = saved('')
  return (
    <FormDrawer open title={t('loyalty_rewards.redeem')} saveLabel={t('loyalty_rewards.hold')} saving={reserve.isPending} incomplete={!ready} onSave={whole ? () => reserve.mutate({ key, wanted: whole }, { onError }) : undefined} onClose={onClose}>
      <PayerFields payer={payer} />
      <Choices member={member} programme={programme} shared={payer.shared} wanted={wanted} onWanted={setWanted} />
      {wanted ? <Price quote={quote} programme={programme} /> : null}
      <Note>{t('loyalty_rewards.redeemNote')}</Note>
    </FormDrawer>
  )
}

function Choices({ member, programme, shared, wanted, onWanted }: { member: Member; programme: Programme; shared: number; wanted: RewardWanted | undefined; onWanted: (wanted: RewardWanted) => void }) {
  const { t } = useTranslation()
  const rewards = useRewards(programme.id)
  const balances = useBalances(member.id)
  const tier = useMemberTier(member.id)
  const words = useRewardWords(programme)
  if (rewards.isPending || balances.isPending || tier.isPending) return <CardSkeleton lines={5} />
  if (rewards.isError || balances.isError) return <ErrorState error={rewards.error ?? balances.error} onRetry={() => void rewards.refetch()} />
  const means = { usable: Math.max(0, balances.data.find((one) => one.role === 'redeemable')?.usable ?? 0) + shared, tier: tier.data?.tier.code ?? '' }
  const offered = rewards.data.filter((one) => one.version !== null).sort((one, other) => Number(words.short(one, means) !== '') - Number(words.short(other, means) !== ''))
  if (offered.length === 0) {
    return (
      <EmptyState icon="loyalty" title={t('loyalty_rewards.nothing')}>
        {t('loyalty_rewards.nothingWords')}
      </EmptyState>
    )
  }
  const chosen = offered.find((one) => one.id === wanted?.reward_id)
  return (
    <>
      <Note>{t('loyalty_rewards.has', { points: words.points(means.usable) })}</Note>
      <Radio.Group className={css.choices} value={wanted?.reward_id ?? null} aria-label={t('loyalty_rewards.reward')} onChange={(event) => onWanted(first(offered, event.target.value as string, means))}>
        {offered.map((one) => (
          <Choice key={one.id} reward={one} programme={programme} means={means} isChosen={one.id === wanted?.reward_id} />
        ))}
      </Radio.Group>
      {chosen && wanted ? <HowMuch reward={chosen} wanted={wanted} onWanted={onWanted} /> : null}
    </>
  )
}

/** One piece, with as many points as the member has where money may stand for the rest. */
function first(offered: readonly Reward[], id: string, { usable }: Means): RewardWanted {
  const terms = offered.find((one) => one.id === id)?.version?.terms
  const fewer = terms?.points_min != null && usable < terms.points ? usable : null
  return { reward_id: id, count: 1, points_each: fewer, source: '', with_family: false }
}

function Choice({ reward, programme, means, isChosen }: { reward: Reward; programme: Programme; means: Means; isChosen: boolean }) {
  const said = useSaid()
  const words = useRewardWords(programme)
  const short = words.short(reward, means)
  const terms = reward.version?.terms
  if (!terms) return null
  const about = [words.mix(terms), words.left(reward.left)].filter(Boolean).join(' · ')
  return (
    <Radio value={reward.id} disabled={short !== ''} className={css.choice} data-chosen={isChosen || undefined}>
      <span className={css.about}>
        <span className={css.head}>
          <b>{said(reward.name)}</b>
          <span>{words.cost(terms.points, terms.money_minor)}</span>
        </span>
        {about ? <small>{about}</small> : null}
        {short ? <small data-short>{short}</small> : null}
      </span>
    </Radio>
  )
}

function HowMuch({ reward, wanted, onWanted }: { reward: Reward; wanted: RewardWanted; onWanted: (wanted: RewardWanted) => void }) {
  const { t } = useTranslation()
  const terms = reward.version?.terms
  if (!terms || (terms.count_max === 1 && terms.points_min === null)) return null
  return (
    <Form layout="vertical" component="div" className={css.part}>
      <Fields>
        {terms.count_max > 1 ? (
          <Form.Item label={t('loyalty_rewards.count')}>
            <InputNumber aria-label={t('loyalty_rewards.count')} min={1} max={Math.min(terms.count_max, reward.left ?? terms.count_max)} precision={0} value={wanted.count} onChange={(count) => onWanted({ ...wanted, count: count ?? 1 })} style={{ width: '100%' }} />
          </Form.Item>
        ) : null}
        {terms.points_min === null ? null : (
          <Form.Item label={t('loyalty_rewards.pointsEach')}>
            <InputNumber aria-label={t('loyalty_rewards.pointsEach')} min={terms.points_min} max={terms.points} step={1000} precision={0} value={wanted.points_each ?? terms.points} onChange={(points_each) => onWanted({ ...wanted, points_each })} style={{ width: '100%' }} />
          </Form.Item>
        )}
      </Fields>
    </Form>
  )
}

/** What the order costs now, and what the member keeps. */
function Price({ quote, programme }: { quote: ReturnType<typeof useRewardQuote>; programme: Programme }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const words = useRewardWords(programme)
  if (quote.isError) return <p role="alert">{sentence(quote.error)}</p>
  if (!quote.data) return null
  const { points, money_minor, worth_minor, usable, lacking } = quote.data
  return (
    <section className={css.part} aria-live="polite">
      <p className={css.total}>{words.cost(points, money_minor)}</p>
      <KeyValues
        items={[
          { label: t('loyalty_rewards.worth'), value: worth_minor > 0 ? moneyText(worth_minor, programme.currency) : null },
          { label: t('loyalty_rewards.keeps'), value: lacking > 0 ? t('loyalty_rewards.lacks', { points: words.points(lacking) }) : countText(usable - points) },
        ]}
      />
    </section>
  )
}

/** Points and pieces are held: the member takes it now, or thinks about it until the hours are over. */
function Held({ order, programme, onClose }: { order: RewardOrder; programme: Programme; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const words = useRewardWords(programme)
  const take = useConfirmReward()
  const cancel = useCancelReward()
  const saved = useSaved()
  const free = (
    <Button loading={cancel.isPending} onClick={() => cancel.mutate(order.id, saved(t('loyalty_rewards.cancel.done'), onClose))}>
      {t('loyalty_rewards.cancel.action')}
    </Button>
  )
  return (
    <FormDrawer open title={t('loyalty_rewards.redeem')} saveLabel={t('loyalty_rewards.confirm.action')} leaveLabel={t('loyalty_rewards.later')} saving={take.isPending} onSave={() => take.mutate(order.id, saved(t('loyalty_rewards.confirm.done'), onClose))} onClose={onClose} extra={free}>
      <p className={css.total}>{said(order.name)}</p>
      <KeyValues
        items={[
          { label: t('loyalty_rewards.costs'), value: words.cost(order.points, order.money_minor) },
          { label: t('loyalty_rewards.count'), value: order.count > 1 ? countText(order.count) : null },
          { label: t('loyalty_rewards.orderStates.held'), value: t('loyalty_rewards.heldUntil', { at: instant(order.held_until) }) },
        ]}
      />
      <Note>{t('loyalty_rewards.heldNote')}</Note>
    </FormDrawer>
  )
}
