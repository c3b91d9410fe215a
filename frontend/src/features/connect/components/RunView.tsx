import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { useConfirm } from '@/ui/useConfirm'
import { isOver, type Run, useCancelRun } from '../api/runs'
import { CountsBar } from './CountsBar'
import css from './Run.module.css'
import { ProblemsCard } from './ProblemsCard'
import { RunDoors } from './RunDoors'

const TICK_MS = 500

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) return undefined
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}

/** One import while it runs and afterwards: how far, what became of each row, where to look. */
export function RunView({ run }: { run: Run }) {
  const said = useSaid()
  return (
    <div className={css.view}>
      {isOver(run) ? null : <Live run={run} />}
      {run.message ? (
        <Card tone={run.state === 'failed' ? 'trouble' : run.state === 'done' ? 'plain' : 'attention'}>
          <p role="status">{said(run.message)}</p>
        </Card>
      ) : null}
      <CountsBar run={run} />
      {run.counts.quarantined > 0 ? <ProblemsCard run={run} /> : null}
      {isOver(run) ? <RunDoors run={run} /> : null}
    </div>
  )
}

function Live({ run }: { run: Run }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const cancel = useCancelRun(run.id)
  const mayLoad = useMay('load_data')
  const now = useNow(true)
  const isWaiting = run.state === 'waiting'
  async function ask(): Promise<void> {
    const yes = await confirm({ title: t('connect.cancelTitle'), what: t('connect.cancelWhat'), action: t('connect.cancelNow'), danger: true })
    if (yes) cancel.mutate()
  }
  return (
    <Card>
      <JobProgress
        label={isWaiting ? t('connect.waitingInLine') : run.is_dry ? t('connect.checking') : t('connect.importing')}
        rows={Math.max(run.rows_seen, run.counts.read)}
        share={isWaiting ? 0 : run.bytes_total > 0 ? Math.min(1, run.bytes_read / run.bytes_total) : null}
        startedAt={run.started_at}
        now={now}
        onCancel={mayLoad ? () => void ask() : undefined}
        cancelling={run.cancel_asked || cancel.isPending}
      />
    </Card>
  )
}
