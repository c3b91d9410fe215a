import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Buttons, Line, Lines, Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import type { DutyClock, Incident, IncidentActions } from '../../api/incidents'
import { ReasonDialog } from '../requests/ReasonDialog'
import { DutyTag } from './marks'

const WAIVABLE = ['pipl_guests', 'gdpr_authority', 'gdpr_guests']

/** Who must be told, by when, and where that stands. */
export function ClocksCard({ incident, actions }: { incident: Incident; actions: IncidentActions }) {
  const { t } = useTranslation()
  return (
    <Card title={t('trust_incidents.clocks')} tone={incident.summary.late > 0 ? 'trouble' : 'plain'}>
      <Lines>
        {incident.clocks.map((clock) => (
          <li key={clock.duty}>
            <Row clock={clock} actions={actions} />
          </li>
        ))}
      </Lines>
    </Card>
  )
}

function Row({ clock, actions }: { clock: DutyClock; actions: IncidentActions }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [waiving, setWaiving] = useState(false)
  const onError = (error: unknown) => void message.error(sentence(error))
  const isOpen = clock.state === 'running' || clock.state === 'late'
  return (
    <>
      <Line>
        <strong>{said(clock.title)}</strong>
        <DutyTag state={clock.state} />
      </Line>
      <Note>
        {said(clock.ground)} · {t('trust_incidents.dueAt')} {clock.due_at ? <Instant at={clock.due_at} /> : t('trust_incidents.noClock')}
        {clock.waived ? ` · ${clock.waived}` : ''}
      </Note>
      {isOpen ? (
        <Buttons>
          <Button size="small" loading={actions.notice.isPending} onClick={() => actions.notice.mutate(clock.duty, { onError })}>
            {t('trust_incidents.make')}
          </Button>
          {WAIVABLE.includes(clock.duty) ? (
            <Button size="small" onClick={() => setWaiving(true)}>
              {t('trust_incidents.waive')}
            </Button>
          ) : null}
        </Buttons>
      ) : null}
      {waiving ? (
        <ReasonDialog
          title={said(clock.title)}
          words={t('trust_incidents.waiveWords')}
          action={t('words.save')}
          onSave={(reason) => actions.waive.mutate({ duty: clock.duty, reason }, { onError })}
          onClose={() => setWaiving(false)}
        />
      ) : null}
    </>
  )
}
