import { Button } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { JobProgress } from '@/ui/JobProgress'
import { Instant } from '@/ui/Money'
import css from './Insight.module.css'

/** What every run of insight notes, whatever is run. */
export interface Run {
  id: string
  state: string
  done: number
  total: number
  cancel_asked: boolean
  ordered_by: string
  created_at: string
  rows?: number
  started_at?: string | null
}

interface Props<R extends Run> {
  runs: readonly R[]
  /** What the run is at, or that it waits. */
  label: (run: R) => string
  /** The run that is being stopped by this person right now. */
  stopping?: string
  /** None: the person may not stop runs. */
  onStop?: (id: string) => void
}

/** Runs that wait or are under way: what each is at, how far it is, who ordered it and when, and the way out. */
export function RunsUnderWay<R extends Run>({ runs, label, stopping, onStop }: Props<R>) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  if (runs.length === 0) return null
  return (
    <ul className={css.runs}>
      {runs.map((run) => (
        <li key={run.id}>
          {run.state === 'queued' ? (
            <Waiting label={label(run)} stopping={run.cancel_asked || stopping === run.id} onStop={onStop ? () => onStop(run.id) : undefined}>
              <Ordered run={run} />
            </Waiting>
          ) : (
            <>
              <JobProgress
                label={label(run)}
                rows={run.rows === 0 ? null : (run.rows ?? null)}
                share={run.total === 0 ? 0 : Math.min(1, run.done / run.total)}
                startedAt={run.started_at ?? null}
                now={now}
                cancelling={run.cancel_asked || stopping === run.id}
                onCancel={onStop ? () => onStop(run.id) : undefined}
              />
              <Ordered run={run} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function Ordered({ run }: { run: Run }) {
  const { t } = useTranslation()
  return (
    <span className="muted small">
      {run.ordered_by || t('insight.theProduct')} · <Instant at={run.created_at} relative />
    </span>
  )
}

/** One that has not begun has nothing to measure: a line, no bar. */
function Waiting({ label, stopping, onStop, children }: { label: string; stopping: boolean; onStop?: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={css.waits} role="status">
      <span>{label}</span>
      {children}
      {onStop ? (
        <Button size="small" onClick={onStop} loading={stopping}>
          {t(stopping ? 'words.cancelling' : 'words.cancel')}
        </Button>
      ) : null}
    </div>
  )
}
