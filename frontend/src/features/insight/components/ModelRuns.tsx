import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useSentence } from '@/ui/States'
import { type ModelRun, useCancelRun, useModels } from '../api/models'
import { useModelWords } from './ModelWords'
import { RunsUnderWay } from './RunsUnderWay'

/** Trainings and scorings under way. */
export function ModelRuns({ runs, may }: { runs: readonly ModelRun[]; may: boolean }) {
  const { message } = App.useApp()
  const sentence = useSentence()
  const cancel = useCancelRun()
  const label = useLabel()
  const stop = (id: string) => cancel.mutate(id, { onError: (fault) => void message.error(sentence(fault)) })
  return <RunsUnderWay runs={runs} label={label} stopping={cancel.isPending ? cancel.variables : undefined} onStop={may ? stop : undefined} />
}

function useLabel() {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useModelWords()
  const models = useModels()
  const named = (name: string) => said(models.data?.find((one) => one.name === name)?.label)
  return (run: ModelRun) => {
    const name = run.task === 'score' ? t('insight_models.scoring') : t('insight_models.training', { model: named(run.kind) || run.kind })
    const stage = named(run.stage) || words.stage(run.stage)
    const part = run.total > 0 ? t('insight.stageOf', { stage, done: Math.min(run.done + 1, run.total), total: run.total }) : stage
    return t('insight_models.runOf', { name, stage: run.state === 'queued' ? t('insight_models.waits') : part })
  }
}
