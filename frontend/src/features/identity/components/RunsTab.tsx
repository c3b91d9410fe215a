import { App, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type MatchRun, useCancelRun, useOrderRun, useRuns } from '../api/desk'
import css from './Desk.module.css'

const states = ['queued', 'running', 'done', 'cancelled', 'failed'] as const
const stages = ['read', 'train', 'match', 'cluster', 'relate'] as const
const tones: Record<(typeof states)[number], Tone> = { queued: 'slate', running: 'slate', done: 'jade', cancelled: 'grey', failed: 'cinnabar' }

/** Full runs: every record looked at again, with what each run changed. */
export function RunsTab() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const runs = useRuns()
  const order = useOrderRun()
  const columns = useColumns()
  const open = runs.data?.find((run) => run.state === 'running') ?? runs.data?.find((run) => !run.is_over)
  const button = useForCompany() ? (
    <Button loading={order.isPending} disabled={open !== undefined} onClick={() => order.mutate(undefined, { onError: (fault) => void message.error(sentence(fault)) })}>
      {t('identity.orderRun')}
    </Button>
  ) : null
  return (
    <div className={css.pair}>
      <Card title={t('identity.tab.runs')} aside={button}>
        <Note>{t('identity.runsWords')}</Note>
        {open ? <Open run={open} /> : null}
      </Card>
      <PlainTable
        label={t('identity.tab.runs')}
        columns={columns}
        query={runs}
        rowKey={(run) => run.id}
        empty={
          <EmptyState icon="run" title={t('identity.noRuns')}>
            {t('identity.noRunsWords')}
          </EmptyState>
        }
      />
    </div>
  )
}

/** The run under way. */
function Open({ run }: { run: MatchRun }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const cancel = useCancelRun()
  const may = useForCompany()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  const stage = stages.find((one) => one === run.stage)
  return (
    <JobProgress
      label={stage ? t(`identity.stage.${stage}`) : t('identity.runState.queued')}
      rows={run.done}
      share={run.state === 'queued' ? 0 : run.total > 0 && run.done > 0 ? Math.min(1, run.done / run.total) : null}
      startedAt={null}
      now={now}
      cancelling={run.cancel_asked || cancel.isPending}
      onCancel={may ? () => cancel.mutate(run.id, { onError: (fault) => void message.error(sentence(fault)) }) : undefined}
    />
  )
}

function useColumns(): Column<MatchRun>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const { duration } = useFormat()
  const count = (run: MatchRun, name: string) => {
    const value = run.counts[name]
    return value === undefined ? <span className="muted">—</span> : countText(value)
  }
  return [
    { key: 'at', title: t('identity.when'), render: (run) => <Instant at={run.created_at} relative /> },
    { key: 'state', title: t('identity.state'), render: (run) => <State run={run} /> },
    {
      key: 'took',
      title: t('identity.took'),
      render: (run) => (run.started_at && run.ended_at ? duration((new Date(run.ended_at).getTime() - new Date(run.started_at).getTime()) / 1000) : <span className="muted">—</span>),
    },
    { key: 'records', title: t('identity.runRecords'), align: 'right', render: (run) => count(run, 'records') },
    { key: 'guests', title: t('identity.runGuests'), align: 'right', render: (run) => count(run, 'guests') },
    { key: 'merged', title: t('identity.runMerged'), align: 'right', render: (run) => count(run, 'merged') },
    { key: 'split', title: t('identity.runSplit'), align: 'right', render: (run) => count(run, 'split') },
    { key: 'asked', title: t('identity.runAsked'), align: 'right', render: (run) => count(run, 'asked') },
    { key: 'by', title: t('identity.orderedBy'), render: (run) => (run.message ? said(run.message) : run.ordered_by || t('identity.theProduct')) },
  ]
}

function State({ run }: { run: MatchRun }) {
  const { t } = useTranslation()
  const state = states.find((one) => one === run.state) ?? 'failed'
  return (
    <Status tone={tones[state]} live={!run.is_over}>
      {t(`identity.runState.${state}`)}
    </Status>
  )
}
