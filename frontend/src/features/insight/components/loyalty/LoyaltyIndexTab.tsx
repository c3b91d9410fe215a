import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, percentText, useFormat } from '@/lib/format'
import { Problem } from '@/lib/http'
import { type IndexAsked, type IndexBoard, useCancelIndex, useIndexBoard, useIndexRuns, useOrderIndex } from '@/lib/loyaltyIndex'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { IndexMonths, monthText } from '@/ui/loyalty/IndexMonths'
import { IndexRadar } from '@/ui/loyalty/IndexRadar'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, useSentence } from '@/ui/States'
import { RunsUnderWay } from '../RunsUnderWay'
import { GroupChooser, type Chosen } from './GroupChooser'
import { GroupsCard } from './GroupsCard'
import { IndexGuestsDrawer } from './IndexGuestsDrawer'
import { IndexPolicyDrawer } from './IndexPolicyDrawer'
import css from './LoyaltyIndex.module.css'
import { MoversCard } from './MoversCard'

/** A list behind a number: whose guests, and what to call them. */
export interface Behind {
  asked: IndexAsked
  name: string
}

/** How loyal everybody is, on six sides: the spread, a group beside all, who moved, and the weights by which it is said. */
export function LoyaltyIndexTab() {
  const board = useIndexBoard({})
  if (board.isPending) return <CardSkeleton lines={12} />
  if (board.isError && board.error instanceof Problem && board.error.code === 'index_missing') return <Begin />
  if (board.isError)
    return (
      <Card>
        <ErrorState error={board.error} onRetry={() => void board.refetch()} />
      </Card>
    )
  return <Told board={board.data} />
}

function Begin() {
  const { t } = useTranslation()
  const may = useMayForCompany('manage_loyalty')
  return (
    <div className={css.stack}>
      <UnderWay />
      <Card>
        <EmptyState icon="clock" title={t('loyalty_index.begin')} action={may ? <Compute label={t('loyalty_index.compute')} withPast={false} primary /> : null}>
          {t(may ? 'loyalty_index.beginWords' : 'loyalty_index.beginAsk')}
        </EmptyState>
      </Card>
    </div>
  )
}

function Told({ board }: { board: IndexBoard }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const [chosen, choose] = useState<Chosen>()
  const [behind, setBehind] = useState<Behind>()
  const [isPolicy, openPolicy] = useState(false)
  const may = useMayForCompany('manage_loyalty')
  return (
    <div className={css.stack}>
      <UnderWay />
      <div className={css.head}>
        <p>
          {t('loyalty_index.said', { said: countText(board.said), guests: countText(board.guests) })}
          <span>{t('loyalty_index.asOf', { at: instant(board.as_of), since: monthText(board.since) })}</span>
        </p>
        {may ? (
          <div className={css.deeds}>
            <Compute label={t('loyalty_index.againPast')} withPast />
            <Button onClick={() => openPolicy(true)}>{t('loyalty_index.policy')}</Button>
          </div>
        ) : null}
      </div>
      <div className={css.halves}>
        <Card title={t('loyalty_index.six')} aside={<GroupChooser chosen={chosen} onChoose={choose} />}>
          <Figures board={board} chosen={chosen} />
        </Card>
        <Card title={t('loyalty_index.distribution')} aside={<span className="muted small">{t('loyalty_index.distributionNote')}</span>}>
          <Spread board={board} onOpen={setBehind} />
          <h3 className={css.sub}>{t('loyalty_index.course')}</h3>
          <IndexMonths months={board.months} forecast={board.forecast} needs={board.forecast_needs} />
        </Card>
      </div>
      <GroupsCard onOpen={setBehind} />
      <MoversCard />
      {behind ? <IndexGuestsDrawer behind={behind} onClose={() => setBehind(undefined)} /> : null}
      {isPolicy ? <IndexPolicyDrawer onClose={() => openPolicy(false)} /> : null}
    </div>
  )
}

/** The base as one outline, a chosen group as the other. */
function Figures({ board, chosen }: { board: IndexBoard; chosen: Chosen | undefined }) {
  const { t } = useTranslation()
  const group = useIndexBoard({ by: chosen?.by, key: chosen?.key }, chosen !== undefined)
  const all = { name: t('loyalty_index.everybody'), dimensions: board.dimensions }
  const outlines = chosen && group.data ? [all, { name: chosen.name, dimensions: group.data.dimensions }] : [all]
  return (
    <>
      <div className={css.figures}>
        <Figure name={all.name} board={board} />
        {chosen && group.data ? <Figure name={chosen.name} board={group.data} /> : null}
      </div>
      {chosen && group.isError ? <ErrorState error={group.error} onRetry={() => void group.refetch()} /> : null}
      <IndexRadar outlines={outlines} />
    </>
  )
}

function Figure({ name, board }: { name: string; board: IndexBoard }) {
  const { t } = useTranslation()
  return (
    <p>
      <span>{name}</span>
      <b>{board.points === null ? '—' : board.points.toFixed(1)}</b>
      <span>{t('loyalty_index.covered', { share: percentText(board.coverage, 0) })}</span>
    </p>
  )
}

/** Guests by tens of points; a bar leads to who they are. */
function Spread({ board, onOpen }: { board: IndexBoard; onOpen: (behind: Behind) => void }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...board.bins.map((one) => one.guests))
  return (
    <ul className={css.spread}>
      {board.bins.map((bin) => {
        const name = t('loyalty_index.from', { low: bin.low, high: bin.low + 10 })
        return (
          <li key={bin.low}>
            <button type="button" disabled={bin.guests === 0} onClick={() => onOpen({ asked: { low: bin.low }, name })} aria-label={`${name} ${countText(bin.guests)}`}>
              <b>{countText(bin.guests)}</b>
              <i style={{ height: `${Math.max(bin.guests ? 2 : 0, (bin.guests / most) * 100)}px` }} />
              <span>{bin.low}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Compute({ label, withPast, primary = false }: { label: string; withPast: boolean; primary?: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const order = useOrderIndex()
  const runs = useIndexRuns()
  const isOpen = runs.data?.some((one) => one.state === 'waiting' || one.state === 'running')
  return (
    <Button
      type={primary ? 'primary' : 'default'}
      loading={order.isPending}
      disabled={isOpen}
      onClick={() => order.mutate(withPast, { onSuccess: () => void message.success(t('loyalty_index.ordered')), onError: (fault) => void message.error(sentence(fault)) })}
    >
      {label}
    </Button>
  )
}

function UnderWay() {
  const { t } = useTranslation()
  const runs = useIndexRuns()
  const cancel = useCancelIndex()
  const may = useMayForCompany('manage_loyalty')
  const open = (runs.data ?? []).filter((one) => one.state === 'waiting' || one.state === 'running')
  const shown = open.map((one) => ({ ...one, state: one.state === 'waiting' ? 'queued' : 'running', cancel_asked: false, created_at: one.ordered_at, started_at: one.ordered_at }))
  return (
    <RunsUnderWay
      runs={shown}
      label={(one) => (one.state === 'queued' ? t('loyalty_index.waiting') : t('loyalty_index.running', { stage: one.stage }))}
      stopping={cancel.isPending ? cancel.variables : undefined}
      onStop={may ? (id) => cancel.mutate(id) : undefined}
    />
  )
}
