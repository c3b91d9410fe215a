import { App } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { JobProgress } from '@/ui/JobProgress'
import { useSentence } from '@/ui/States'
import { type ModelRun, useCancelRun, useModels } from '../api/models'
import css from './Models.module.css'
import { useModelWords } from './ModelWords'

/** Trainings and scorings under way. */
export function ModelRuns({ runs, may }: { runs: readonly ModelRun[]; may: boolean }) {
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
          <Run run={run} may={may} now={now} />
        </li>
      ))}
    </ul>
  )
}

function Run({ run, may, now }: { run: ModelRun; may: boolean; now: number }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const said = useSaid()
  const sentence = useSentence()
  const words = useModelWords()
  const cancel = useCancelRun()
  const models = useModels()
  const name = run.task === 'score' ? t('insight_models.scoring') : t('insight_models.training', { model: said(models.data?.find((one) => one.name === run.kind)?.label) || run.kind })
  const stage = run.state === 'queued' ? t('insight_models.waits') : (said(models.data?.find((one) => one.name === run.stage)?.label) || words.stage(run.stage))
  return (
    <JobProgress
      label={t('insight_models.runOf', { name, stage })}
      rows={run.rows > 0 ? run.rows : null}
      share={run.state === 'queued' ? 0 : run.total > 0 ? Math.min(1, run.done / run.total) : null}
      startedAt={run.started_at}
      now={now}
      cancelling={run.cancel_asked || cancel.isPending}
      onCancel={may ? () => cancel.mutate(run.id, { onError: (fault) => void message.error(sentence(fault)) }) : undefined}
    />
  )
}
