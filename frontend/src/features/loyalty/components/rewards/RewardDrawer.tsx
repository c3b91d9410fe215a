import { Button, Form, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, digitsOf } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { Reward, RewardVersion } from '@/lib/rewards'
import { useMayForCompany } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { useRewardWords } from '@/ui/loyalty/rewardWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../../api/programmes'
import { useAddPieces, useCreateReward, useRewardVersions, useSetRewardTerms } from '../../api/rewards'
import css from '../Rules.module.css'
import { RewardFields } from './RewardFields'
import { emptyReward, rewardOf, type RewardValues, termsOf, valuesOfTerms } from './rewardValues'

interface Props {
  programme: Programme
  reward: Reward | undefined
  onClose: () => void
}

/** A new reward, or other terms of one from a day on; beside it its stock and what it cost before. */
export function RewardDrawer({ programme, reward, onClose }: Props) {
  const said = useSaid()
  const versions = useRewardVersions(reward?.id)
  if (!reward) return <Terms programme={programme} reward={undefined} versions={[]} onClose={onClose} />
  if (versions.data) return <Terms programme={programme} reward={reward} versions={versions.data} onClose={onClose} />
  return (
    <FormDrawer open wide title={said(reward.name)} onClose={onClose}>
      {versions.isError ? <ErrorState error={versions.error} onRetry={() => void versions.refetch()} /> : <CardSkeleton lines={6} />}
    </FormDrawer>
  )
}

function Terms({ programme, reward, versions, onClose }: Props & { versions: readonly RewardVersion[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<RewardValues>()
  const [changed, setChanged] = useState(false)
  const create = useCreateReward(programme.id)
  const set = useSetRewardTerms()
  const saved = useSaved()
  const mayManage = useMayForCompany('manage_loyalty')
  const today = new Date().toLocaleDateString('sv', { timeZone: programme.time_zone })
  const unit = 10 ** digitsOf(programme.currency)
  const newest = versions.at(-1)
  const values = newest ? { ...emptyReward(today), kind: reward?.kind, ...valuesOfTerms(newest.terms, today, unit) } : emptyReward(today)
  function store(wanted: RewardValues): void {
    const told = saved(t('loyalty_rewards.saved'), onClose)
    if (reward) set.mutate({ reward_id: reward.id, change: { terms: termsOf(wanted, unit), valid_from: wanted.valid_from, valid_until: wanted.valid_until || null } }, told)
    else create.mutate(rewardOf(wanted, unit), told)
  }
  return (
    <FormDrawer open wide title={reward ? said(reward.name) : t('loyalty_rewards.add')} saveLabel={t(reward ? 'loyalty.saveVersion' : 'loyalty_rewards.save')} saving={create.isPending || set.isPending} changed={changed} onSave={mayManage ? () => form.submit() : undefined} onClose={onClose} extra={reward?.version && mayManage ? <StopButton reward={reward} today={today} onDone={onClose} /> : null}>
      <Form form={form} layout="vertical" requiredMark={false} disabled={!mayManage} initialValues={values} onValuesChange={() => setChanged(true)} onFinish={(wanted) => store({ ...values, ...wanted })}>
        <RewardFields programme={programme} isNew={!reward} />
      </Form>
      {typeof reward?.left === 'number' && mayManage ? <StockPart reward={reward} programme={programme} /> : null}
      {versions.length > 1 ? <Versions programme={programme} versions={versions} /> : null}
    </FormDrawer>
  )
}

/** Ends what is offered: terms that hold from today until today. */
function StopButton({ reward, today, onDone }: { reward: Reward; today: string; onDone: () => void }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const set = useSetRewardTerms()
  const saved = useSaved()
  const terms = reward.version?.terms
  async function ask(): Promise<void> {
    if (!terms || !(await confirm({ title: t('loyalty_rewards.stopTitle'), what: t('loyalty_rewards.stopWhat'), action: t('loyalty_rewards.stop'), danger: true }))) return
    set.mutate({ reward_id: reward.id, change: { terms, valid_from: today, valid_until: today } }, saved(t('loyalty_rewards.stopped'), onDone))
  }
  return (
    <Button danger loading={set.isPending} onClick={() => void ask()}>
      {t('loyalty_rewards.stop')}
    </Button>
  )
}

/** What is left, and more of it; a key serves until its pieces were added. */
function StockPart({ reward, programme }: { reward: Reward; programme: Programme }) {
  const { t } = useTranslation()
  const words = useRewardWords(programme)
  const [left, setLeft] = useState(reward.left)
  const [pieces, setPieces] = useState<number | null>(null)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const add = useAddPieces(reward.id)
  const saved = useSaved()
  function store(): void {
    const { onSuccess, onError } = saved(t('loyalty_rewards.stocked'))
    const added = (now: { left: number }) => {
      onSuccess()
      setLeft(now.left)
      setPieces(null)
      setKey(crypto.randomUUID())
    }
    add.mutate({ key, pieces: pieces ?? 0 }, { onSuccess: added, onError })
  }
  return (
    <section className={css.tries} aria-label={t('loyalty_rewards.stock')}>
      <h3>{t('loyalty_rewards.stock')}</h3>
      <p>{words.left(left)}</p>
      <span className={css.triesTools}>
        <InputNumber min={1} max={10_000_000} precision={0} aria-label={t('loyalty_rewards.addPieces')} placeholder={t('loyalty_rewards.addPieces')} style={{ width: 180 }} value={pieces} onChange={setPieces} />
        <Button disabled={!pieces} loading={add.isPending} onClick={store}>
          {t('loyalty_rewards.stockUp')}
        </Button>
      </span>
    </section>
  )
}

function Versions({ programme, versions }: { programme: Programme; versions: readonly RewardVersion[] }) {
  const { t } = useTranslation()
  const words = useRewardWords(programme)
  const days = ({ valid_from, valid_until }: RewardVersion) => (valid_until ? t('loyalty_rules.between', { from: dateText(valid_from), until: dateText(valid_until) }) : t('loyalty_rules.from', { from: dateText(valid_from) }))
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_rewards.versions')}</h3>
      <ul className={css.versions}>
        {[...versions].reverse().map((one) => (
          <li key={one.number}>
            <b>{t('loyalty_rules.versionShort', { number: one.number })}</b> {days(one)}
            <small>{[words.cost(one.terms.points, one.terms.money_minor), words.mix(one.terms), one.terms.tiers.length > 0 ? t('loyalty_rewards.onlyTiers', { tiers: words.tiers(one.terms.tiers) }) : ''].filter(Boolean).join(t('words.semicolon'))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
