import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { FormDrawer } from '@/ui/FormDrawer'
import { Buttons, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { useOrderSnapshot } from '../api/insight'
import { useTrain } from '../api/models'
import { type Kind, type PolicyState, usePolicies } from '../api/policies'
import { PolicyDrawer } from './PolicyDrawer'
import { RatesCard } from './RatesCard'
import { TierLines } from './TierLines'
import css from './Policies.module.css'
import { usePolicySentences } from './policyWords'

/** What the company decided about its guests' numbers, and the rates at which amounts are added up. */
export function PoliciesTab() {
  const { t } = useTranslation()
  const isWhole = useForCompany()
  const may = useMay('manage_models') && isWhole
  const policies = usePolicies()
  const [open, setOpen] = useState<{ kind: Kind; to: 'edit' | 'history' }>()
  if (policies.isPending) return <CardSkeleton lines={8} />
  if (policies.isError) return <ErrorState error={policies.error} onRetry={() => void policies.refetch()} />
  const currency = currencyOf(policies.data)
  const chosen = policies.data.find((one) => one.kind === open?.kind)
  return (
    <div className={css.page}>
      <Note>{may ? t('insight_policies.intro') : `${t('insight_policies.intro')}${t('insight_policies.refused')}`}</Note>
      <div className={css.pair}>
        {policies.data.map((state) => (
          <PolicyCard key={state.kind} kind={state.kind} state={state} currency={currency} may={may} onOpen={(to) => setOpen({ kind: state.kind, to })} />
        ))}
      </div>
      <RatesCard currency={currency} may={may} />
      {chosen && open?.to === 'edit' ? <PolicyDrawer kind={chosen.kind} state={chosen} currency={currency} onClose={() => setOpen(undefined)} /> : null}
      {chosen && open?.to === 'history' ? <History kind={chosen.kind} state={chosen} currency={currency} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

function currencyOf(states: readonly PolicyState[]): string {
  const policy = states.find((one) => one.kind === 'reporting')?.policy
  return policy?.kind === 'reporting' ? policy.currency : 'CNY'
}

interface CardProps {
  kind: Kind
  state: PolicyState
  currency: string
  may: boolean
  onOpen: (to: 'edit' | 'history') => void
}

function PolicyCard({ kind, state, currency, may, onOpen }: CardProps) {
  const { t } = useTranslation()
  const sentences = usePolicySentences(currency)
  const isWhole = useForCompany()
  const aside = (
    <Buttons>
      {state.history.length > 1 ? (
        <Button size="small" type="text" onClick={() => onOpen('history')}>
          {t('insight_policies.history')}
        </Button>
      ) : null}
      {may ? (
        <Button size="small" onClick={() => onOpen('edit')}>
          {t('insight_policies.edit')}
        </Button>
      ) : null}
    </Buttons>
  )
  return (
    <Card title={t(`insight_policies.${kind}.title`)} aside={aside}>
      <ul className={css.sentences}>
        {sentences(state.policy).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {kind === 'value' && isWhole ? <TierLines /> : null}
      <p className={css.stamp}>{useStamp(state.history[0])}</p>
      {kind === 'leaving' ? <WaitsForTraining state={state} may={may} /> : <Waits state={state} may={may} />}
    </Card>
  )
}

function useStamp(version: PolicyState['history'][number] | undefined): string {
  const { t } = useTranslation()
  const { instant } = useFormat()
  if (!version?.stamp.changed_at) return t('insight_policies.first')
  return t('insight_policies.version', { version: version.stamp.version, by: version.changed_by || t('insight_policies.someone'), at: instant(version.stamp.changed_at) })
}

/** What is saved and not yet in the numbers. */
function Waits({ state, may }: { state: PolicyState; may: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const order = useOrderSnapshot()
  const used = state.snapshot_version
  if (used === null || used === state.stamp.version) return null
  return (
    <p className={css.waits} role="status">
      {used === 0 ? t('insight_policies.usedFirst') : t('insight_policies.usedBy', { version: used })}
      {may ? (
        <Button size="small" loading={order.isPending} onClick={() => order.mutate(false, { onSuccess: () => void message.success(t('insight_policies.ordered')), onError: (fault) => void message.error(sentence(fault)) })}>
          {t('insight_policies.recompute')}
        </Button>
      ) : null}
    </p>
  )
}

/** The model in use looks as far ahead as it was trained to; a changed policy waits for the next training. */
function WaitsForTraining({ state, may }: { state: PolicyState; may: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const train = useTrain()
  if (state.policy.kind !== 'leaving' || state.horizon_days === null || state.horizon_days === state.policy.horizon_days) return null
  return (
    <p className={css.waits} role="status">
      {t('insight_policies.leaving.trainedWith', { days: state.horizon_days })}
      {may ? (
        <Button size="small" loading={train.isPending} onClick={() => train.mutate(['leaving'], { onSuccess: () => void message.success(t('insight_policies.leaving.ordered')), onError: (fault) => void message.error(sentence(fault)) })}>
          {t('insight_policies.leaving.train')}
        </Button>
      ) : null}
    </p>
  )
}

function History({ kind, state, currency, onClose }: { kind: Kind; state: PolicyState; currency: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={t('insight_policies.historyOf', { title: t(`insight_policies.${kind}.title`) })} onClose={onClose}>
      <ul className={css.history}>
        {state.history.map((version) => (
          <Version key={version.stamp.version} version={version} currency={currency} />
        ))}
      </ul>
    </FormDrawer>
  )
}

function Version({ version, currency }: { version: PolicyState['history'][number]; currency: string }) {
  const sentences = usePolicySentences(currency)
  return (
    <li>
      <p className={css.when}>{useStamp(version)}</p>
      <ul className={css.sentences}>
        {sentences(version.policy).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </li>
  )
}
