import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import type { RequestActions, RequestStep, SubjectRequest } from '../../api/requests'
import css from './Request.module.css'
import { ReasonDialog } from './ReasonDialog'

const tones: Record<RequestStep['state'], Tone> = { waiting: 'grey', running: 'slate', done: 'jade', failed: 'cinnabar' }

/** The work, step by step: what each did, in numbers; a step that stopped says why and can go on. */
export function StepsCard({ request, actions }: { request: SubjectRequest; actions: RequestActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [open, setOpen] = useState('')
  const { steps_done: done, steps_all: all } = request.summary
  const failed = request.steps.some((step) => step.state === 'failed')
  const onError = (error: unknown) => void message.error(sentence(error))
  const resume = (
    <Button size="small" loading={actions.resume.isPending} onClick={() => actions.resume.mutate(undefined, { onError })}>
      {t('trust_requests.resume')}
    </Button>
  )
  return (
    <Card title={t('trust_requests.steps')} aside={failed ? resume : <span className="muted">{t('trust_requests.stepsDone', { done, all })}</span>} tone={failed ? 'trouble' : 'plain'}>
      <Lines>
        {request.steps.map((step) => (
          <StepRow key={step.id} step={step} onDone={() => setOpen(step.id)} />
        ))}
      </Lines>
      {open ? (
        <ReasonDialog
          title={t('trust_requests.stepDone')}
          words={t('trust_requests.stepNote')}
          action={t('trust_requests.stepDone')}
          onSave={(text) => actions.complete.mutate({ step_id: open, text }, { onError })}
          onClose={() => setOpen('')}
        />
      ) : null}
    </Card>
  )
}

function StepRow({ step, onDone }: { step: RequestStep; onDone: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const counts = Object.entries(step.counts).filter(([, count]) => count > 0)
  return (
    <li>
      <Line>
        <Status tone={tones[step.state]} live={step.state === 'running'}>
          {said(step.title)}
        </Status>
        <Quiet>
          {counts.map(([name, count]) => (
            <span key={name}>
              {t(`trust_requests.count.${name as 'rows'}`, { defaultValue: name })} {countText(count)}
            </span>
          ))}
          {step.ended_at ? <Instant at={step.ended_at} /> : null}
        </Quiet>
      </Line>
      {step.problem ? <p className={css.problem}>{said(step.problem)}</p> : null}
      {step.note ? <Note>{step.note}</Note> : null}
      {step.is_manual && step.state !== 'done' ? (
        <Button size="small" onClick={onDone}>
          {t('trust_requests.stepDone')}
        </Button>
      ) : null}
    </li>
  )
}
