import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '@/ui/StatusTag'
import { type RunState, runStates } from '../api/runs'

const tones: Record<RunState, Tone> = { waiting: 'grey', running: 'slate', done: 'jade', cancelled: 'grey', stopped: 'amber', failed: 'cinnabar' }

function isState(value: string): value is RunState {
  return (runStates as readonly string[]).includes(value)
}

export function RunStateMark({ state }: { state: string }) {
  const { t } = useTranslation()
  if (!isState(state)) return <Status>{state}</Status>
  return (
    <Status tone={tones[state]} live={state === 'running'}>
      {t(`connect.runState.${state}`)}
    </Status>
  )
}
