import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Buttons, Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type SnapshotRun, useCancelSnapshot, useOrderSnapshot, useSnapshots } from '../api/insight'
import css from './Insight.module.css'
import { RunsUnderWay } from './RunsUnderWay'

const states = ['queued', 'running', 'done', 'cancelled', 'failed'] as const
const tones: Record<(typeof states)[number], Tone> = { queued: 'slate', running: 'slate', done: 'jade', cancelled: 'grey', failed: 'cinnabar' }
const stages = ['links', 'booked', 'parties', 'records', 'bookings', 'rhythm', 'channels', 'trips', 'companions', 'people_booked', 'segments', 'places', 'visits', 'contacts', 'reviews', 'writing'] as const

/** The makings of the feature snapshot, and ordering one. */
export function SnapshotsTab() {
  const { t } = useTranslation()
  const runs = useSnapshots()
  const columns = useColumns()
  const isWhole = useForCompany()
  const may = useMay('manage_models') && isWhole
  const open = runs.data?.find((run) => run.state === 'running') ?? runs.data?.find((run) => !run.is_over)
  return (
    <div className={css.page}>
      <Card title={t('insight.make')} aside={may ? <Order isFirst={runs.data?.length === 0} waits={open !== undefined} /> : null}>
        <Note>{may ? t('insight.makeWords') : t('insight.makeRefused')}</Note>
        {open ? <Open run={open} may={may} /> : null}
      </Card>
      <PlainTable
        label={t('insight.tab.snapshots')}
        columns={columns}
        query={runs}
        rowKey={(run) => run.id}
        empty={
          <EmptyState icon="clock" title={t('insight.noSnapshots')}>
            {may ? t('insight.noSnapshotsWords') : t('insight.noSnapshotsWait')}
          </EmptyState>
        }
      />
    </div>
  )
}

function Order({ isFirst, waits }: { isFirst: boolean; waits: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const order = useOrderSnapshot()
  const send = (isFull: boolean) => order.mutate(isFull, { onError: (fault) => void message.error(sentence(fault)) })
  return (
    <Buttons>
      <Button type={isFirst ? 'primary' : 'default'} disabled={waits || order.isPending} loading={order.isPending && order.variables} onClick={() => send(true)}>
        {t('insight.orderFull')}
      </Button>
      {isFirst ? null : (
        <Button type="primary" disabled={waits || order.isPending} loading={order.isPending && !order.variables} onClick={() => send(false)}>
          {t('insight.orderChanged')}
        </Button>
      )}
    </Buttons>
  )
}

/** The run under way. */
function Open({ run, may }: { run: SnapshotRun; may: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const cancel = useCancelSnapshot()
  const stage = stages.find((one) => one === run.stage)
  const label = stage ? t('insight.stageOf', { stage: t(`insight.stage.${stage}`), done: run.done + 1, total: run.total }) : t(run.state === 'queued' ? 'insight.waits' : 'insight.begins')
  const stop = (id: string) => cancel.mutate(id, { onError: (fault) => void message.error(sentence(fault)) })
  return <RunsUnderWay runs={[{ ...run, rows: 0 }]} label={() => label} stopping={cancel.isPending ? run.id : undefined} onStop={may ? stop : undefined} />
}

function useColumns(): Column<SnapshotRun>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const { duration } = useFormat()
  const none = <span className="muted">—</span>
  return [
    { key: 'as_of', title: t('insight.asOfTitle'), render: (run) => <Instant at={run.as_of} /> },
    { key: 'state', title: t('insight.state'), render: (run) => <State run={run} /> },
    { key: 'extent', title: t('insight.extent'), render: (run) => t(run.is_full ? 'insight.everybody' : 'insight.changedOnly') },
    { key: 'guests', title: t('insight.guests'), align: 'right', render: (run) => (run.state === 'done' ? countText(run.rows) : none) },
    { key: 'computed', title: t('insight.recomputed'), align: 'right', render: (run) => (run.state === 'done' ? <Computed run={run} /> : none) },
    { key: 'took', title: t('insight.took'), align: 'right', render: (run) => (run.seconds > 0 ? duration(run.seconds) : none) },
    { key: 'by', title: t('insight.orderedBy'), render: (run) => (run.message ? <span title={said(run.message)}>{said(run.message)}</span> : run.ordered_by || t('insight.theProduct')) },
  ]
}

function Computed({ run }: { run: SnapshotRun }) {
  if (run.rows === 0) return <>{countText(run.computed)}</>
  return (
    <>
      {countText(run.computed)} <span className="muted small">{percentText(run.computed / run.rows, 0)}</span>
    </>
  )
}

function State({ run }: { run: SnapshotRun }) {
  const { t } = useTranslation()
  const state = states.find((one) => one === run.state) ?? 'failed'
  return (
    <Status tone={tones[state]} live={!run.is_over}>
      {t(`insight.snapshotState.${state}`)}
    </Status>
  )
}
