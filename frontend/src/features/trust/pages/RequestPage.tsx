import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { dateText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { Column, Columns } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type SubjectRequest, useRequest, useRequestActions } from '../api/requests'
import { IdentityCard } from '../components/requests/IdentityCard'
import { DueMark, RequestStateMark } from '../components/requests/marks'
import { PackageCard } from '../components/requests/PackageCard'
import { RequestMore, RequestPrimary } from '../components/requests/RequestButtons'
import { StepsCard } from '../components/requests/StepsCard'
import { VerificationCard } from '../components/requests/VerificationCard'

/** One request: who asks, whether it is really them, what was done, and the proof. */
export function RequestPage() {
  const { t } = useTranslation()
  const requestId = useParam('requestId')
  const request = useRequest(requestId)
  const actions = useRequestActions(requestId)
  if (request.isPending) return <PageSkeleton cards={3} />
  if (request.isError) {
    return (
      <Card>
        <ErrorState error={request.error} onRetry={() => void request.refetch()} />
      </Card>
    )
  }
  const held = request.data
  return (
    <>
      <PageHeader
        title={`${t(`trust_requests.kind.${held.summary.kind}`)} · ${held.summary.number}`}
        titleExtra={<RequestStateMark state={held.summary.state} />}
        subtitle={t(`trust_requests.stateWords.${held.summary.state}`)}
        crumbs={[
          { label: t('trust.title'), to: '/trust' },
          { label: t('trust_requests.title'), to: '/trust/requests' },
        ]}
        primary={<RequestPrimary request={held} actions={actions} />}
        secondary={<RequestMore request={held} actions={actions} />}
      />
      <Columns>
        <Column>
          {held.verification ? <VerificationCard found={held.verification} /> : null}
          {held.package ? <PackageCard request={held} actions={actions} /> : null}
          {held.steps.length > 0 ? <StepsCard request={held} actions={actions} /> : null}
          {held.steps.length === 0 || !held.summary.identity_checked ? <IdentityCard request={held} actions={actions} /> : null}
        </Column>
        <Column>
          <AboutCard request={held} />
          {held.steps.length > 0 && held.summary.identity_checked ? <IdentityCard request={held} actions={actions} /> : null}
        </Column>
      </Columns>
    </>
  )
}

function AboutCard({ request }: { request: SubjectRequest }) {
  const { t } = useTranslation()
  const { summary, asked } = request
  return (
    <Card title={t('trust_requests.about')}>
      <KeyValues
        items={[
          { label: t('trust_requests.due'), value: <DueMark request={summary} /> },
          { label: t('trust_requests.dueFirst'), value: request.due_first_on === summary.due_on ? '' : dateText(request.due_first_on) },
          { label: t('trust_requests.extendedBecause'), value: request.extended_because },
          { label: t('trust_requests.lawLabel'), value: t(`trust_requests.law.${summary.law}`) },
          { label: t('trust_requests.received'), value: <Instant at={summary.received_at} /> },
          { label: t('trust_requests.intakeLabel'), value: t(`trust_requests.intake.${summary.intake}`) },
          { label: t('trust_requests.openedBy'), value: request.opened_by },
          { label: t('trust_requests.guests'), value: <Guests request={request} /> },
          { label: t('trust_requests.askedName'), value: asked.name },
          { label: t('trust_requests.askedContact'), value: asked.contact },
          { label: t('trust_requests.askedWords'), value: asked.words },
          { label: t('trust_requests.outcome'), value: request.outcome },
          { label: t('trust_requests.answeredAt'), value: summary.answered_at ? <Instant at={summary.answered_at} /> : '' },
        ]}
      />
    </Card>
  )
}

function Guests({ request }: { request: SubjectRequest }) {
  const { t } = useTranslation()
  const isErased = request.verification?.left === 0
  if (isErased) return t('trust_requests.erasedGuests', { count: request.record_ids.length })
  return (
    <>
      {request.record_ids.slice(0, 5).map((id, at) => (
        <Link key={id} to="/guests/$guestId" params={{ guestId: id }} style={{ marginRight: 8 }}>
          {t('trust_requests.guestOf', { place: at + 1 })}
        </Link>
      ))}
      {request.record_ids.length > 5 ? t('trust_requests.more', { count: request.record_ids.length - 5 }) : null}
    </>
  )
}
