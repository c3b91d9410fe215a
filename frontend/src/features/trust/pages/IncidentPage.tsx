import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { Column, Columns } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { Timeline } from '@/ui/Timeline'
import { categories, grades, type Incident, type IncidentActions, useIncident, useIncidentActions } from '../api/incidents'
import { AffectedCard } from '../components/incidents/AffectedCard'
import { ClocksCard } from '../components/incidents/ClocksCard'
import { IncidentDrawer } from '../components/incidents/IncidentDrawer'
import css from '../components/incidents/Incidents.module.css'
import { StateTag } from '../components/incidents/marks'
import { NoticesCard } from '../components/incidents/NoticesCard'
import { ReasonDialog } from '../components/requests/ReasonDialog'

const steps = { open: ['contained', 'closed'], contained: ['closed', 'open'], closed: ['open'] } as const
const moments = ['registered', 'changed', 'counted', 'notice_made', 'notice_sent', 'waived', 'note', 'open', 'contained', 'closed'] as const

/** One incident: what happened, which clocks run, whom it touches, who was told. */
export function IncidentPage() {
  const found = useIncident(useParam('incidentId'))
  if (found.isPending) return <PageSkeleton />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return <Shown incident={found.data} />
}

function Shown({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const actions = useIncidentActions(incident.summary.id)
  const [changing, setChanging] = useState(false)
  const isClosed = incident.summary.state === 'closed'
  return (
    <>
      <PageHeader
        title={incident.summary.title}
        titleExtra={<StateTag state={incident.summary.state} />}
        subtitle={<span className="mono">{incident.summary.number}</span>}
        crumbs={[
          { label: t('trust.title'), to: '/trust' },
          { label: t('trust_incidents.title'), to: '/trust/incidents' },
        ]}
        secondary={<Steps incident={incident} actions={actions} />}
        primary={
          isClosed ? null : (
            <Button type="primary" onClick={() => setChanging(true)}>
              {t('trust_incidents.change')}
            </Button>
          )
        }
      />
      <Columns>
        <Column>
          <ClocksCard incident={incident} actions={actions} />
          <NoticesCard notices={incident.notices} actions={actions} />
        </Column>
        <Column>
          <Facts incident={incident} />
          <AffectedCard incident={incident} actions={actions} />
          <Moments incident={incident} actions={actions} />
        </Column>
      </Columns>
      {changing ? (
        <IncidentDrawer
          draft={incident.draft}
          saving={actions.change.isPending}
          error={actions.change.error}
          onSave={(fields) => actions.change.mutate(fields, { onSuccess: () => setChanging(false) })}
          onClose={() => setChanging(false)}
        />
      ) : null}
    </>
  )
}

function Steps({ incident, actions }: { incident: Incident; actions: IncidentActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  return (
    <>
      {steps[incident.summary.state].map((state) => (
        <Button key={state} loading={actions.step.isPending} onClick={() => actions.step.mutate(state, { onError: (error) => void message.error(sentence(error)) })}>
          {t(`trust_incidents.step.${state}`)}
        </Button>
      ))}
    </>
  )
}

function Facts({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const { draft, summary } = incident
  const known = categories.filter((one) => draft.categories.includes(one))
  const isHigher = grades.indexOf(incident.suggested_grade) > grades.indexOf(summary.grade)
  const suggested = !isHigher ? '' : ` (${t('trust_incidents.suggested', { grade: t(`trust_incidents.grade.${incident.suggested_grade}`) })})`
  const long = (text: string) => (text ? <span className={css.long}>{text}</span> : '')
  return (
    <Card title={t('trust_incidents.facts')}>
      <KeyValues
        items={[
          { label: t('trust_incidents.kindTitle'), value: t(`trust_incidents.kind.${summary.kind}`) },
          { label: t('trust_incidents.gradeTitle'), value: t(`trust_incidents.grade.${summary.grade}`) + suggested },
          { label: t('trust_incidents.laws'), value: draft.laws.map((law) => t(`trust_incidents.law.${law}`)).join(' · ') },
          { label: t('trust_incidents.foundAt'), value: <Instant at={summary.found_at} /> },
          { label: t('trust_incidents.beganAt'), value: draft.began_at ? <Instant at={draft.began_at} /> : null },
          { label: t('trust_incidents.endedAt'), value: draft.ended_at ? <Instant at={draft.ended_at} /> : null },
          { label: t('trust_incidents.categories'), value: known.map((one) => t(`trust_incidents.category.${one}`)).join(' · ') },
          { label: t('trust_incidents.happened'), value: long(draft.happened) },
          { label: t('trust_incidents.consequences'), value: long(draft.consequences) },
          { label: t('trust_incidents.measures'), value: long(draft.measures) },
          { label: t('trust_incidents.contact'), value: draft.contact },
        ]}
      />
    </Card>
  )
}

function Moments({ incident, actions }: { incident: Incident; actions: IncidentActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [adding, setAdding] = useState(false)
  const titleOf = (kind: string) => {
    const known = moments.find((one) => one === kind)
    return known ? t(`trust_incidents.moment.${known}`) : kind
  }
  return (
    <Card
      title={t('trust_incidents.timeline')}
      aside={
        <Button size="small" onClick={() => setAdding(true)}>
          {t('trust_incidents.addNote')}
        </Button>
      }
    >
      <Timeline
        label={t('trust_incidents.timeline')}
        moments={incident.moments.map((one, place) => ({
          key: String(place),
          at: <Instant at={one.at} />,
          tone: one.kind === 'notice_sent' || one.kind === 'closed' ? ('jade' as const) : ('slate' as const),
          title: `${titleOf(one.kind)}${one.by ? ` · ${one.by}` : ''}`,
          detail: one.kind === 'note' || one.kind === 'waived' ? one.text : undefined,
        }))}
      />
      {adding ? (
        <ReasonDialog
          title={t('trust_incidents.addNote')}
          words={t('trust_incidents.moment.note')}
          action={t('words.save')}
          onSave={(text) => actions.note.mutate(text, { onError: (error) => void message.error(sentence(error)) })}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Card>
  )
}
