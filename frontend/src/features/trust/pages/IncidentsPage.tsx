import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useForCompany } from '@/lib/session'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { Views } from '@/ui/Views'
import { type IncidentSummary, useIncidents, useRegisterIncident } from '../api/incidents'
import { AssessmentsTab } from '../components/incidents/AssessmentsTab'
import { IncidentDrawer } from '../components/incidents/IncidentDrawer'
import { IncidentPolicyDrawer } from '../components/incidents/IncidentPolicyDrawer'
import { StateTag } from '../components/incidents/marks'
import { SignalsTab } from '../components/incidents/SignalsTab'

const views = ['incidents', 'assessments', 'signals'] as const

/** What went wrong, what was weighed before, and what looks wrong. */
export function IncidentsPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const view = views.find((one) => one === search.tab) ?? 'incidents'
  const shown = views.map((name) => ({ name, label: t(`trust_incidents.view.${name}`), door: { to: '/trust/incidents', search: { tab: name === 'incidents' ? undefined : name } } }))
  const titles = { incidents: t('trust_incidents.register'), assessments: t('trust_incidents.assess') }
  const mayRule = useForCompany()
  const rules = view === 'incidents' && mayRule ? <Button onClick={() => change({ rules: '1' }, { push: true })}>{t('trust_incidents.policy.title')}</Button> : null
  const primary =
    view === 'signals' ? null : (
      <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ new: '1' }, { push: true })}>
        {titles[view]}
      </Button>
    )
  return (
    <>
      <PageHeader
        title={t('trust_incidents.title')}
        subtitle={t('trust_incidents.subtitle')}
        crumbs={[{ label: t('trust.title'), to: '/trust' }]}
        primary={primary}
        secondary={rules}
      />
      <Views label={t('trust_incidents.views')} views={shown} current={view} />
      {view === 'incidents' ? <IncidentsTab isNew={search.new === '1'} onClose={() => change({ new: undefined })} /> : null}
      {view === 'assessments' ? <AssessmentsTab /> : null}
      {view === 'signals' ? <SignalsTab /> : null}
      {search.rules === '1' && mayRule ? <IncidentPolicyDrawer onClose={() => change({ rules: undefined })} /> : null}
    </>
  )
}

function IncidentsTab({ isNew, onClose }: { isNew: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const register = useRegisterIncident()
  return (
    <>
      <PlainTable
        label={t('trust_incidents.title')}
        columns={useColumns()}
        query={useIncidents()}
        rowKey={(one) => one.id}
        door={(one) => ({ to: '/trust/incidents/$incidentId', params: { incidentId: one.id } })}
        empty={
          <EmptyState icon="alert" title={t('trust_incidents.none')}>
            {t('trust_incidents.noneWords')}
          </EmptyState>
        }
      />
      {isNew ? (
        <IncidentDrawer
          saving={register.isPending}
          error={register.error}
          onSave={(fields) =>
            register.mutate(fields, { onSuccess: ({ id }) => void navigate({ to: '/trust/incidents/$incidentId', params: { incidentId: id } }) })
          }
          onClose={onClose}
        />
      ) : null}
    </>
  )
}

function useColumns(): Column<IncidentSummary>[] {
  const { t } = useTranslation()
  return [
    { key: 'title', title: t('trust_incidents.name'), render: (one) => one.title },
    { key: 'number', title: t('trust_incidents.number'), render: (one) => <span className="mono">{one.number}</span>, wideOnly: true },
    { key: 'state', title: t('trust_incidents.stateTitle'), render: (one) => <StateTag state={one.state} /> },
    { key: 'kind', title: t('trust_incidents.kindTitle'), render: (one) => t(`trust_incidents.kind.${one.kind}`), wideOnly: true },
    { key: 'grade', title: t('trust_incidents.gradeTitle'), render: (one) => t(`trust_incidents.grade.${one.grade}`), wideOnly: true },
    { key: 'found', title: t('trust_incidents.foundAt'), render: (one) => <Instant at={one.found_at} /> },
    { key: 'people', title: t('trust_incidents.people'), align: 'right', render: (one) => countText(one.people) },
    { key: 'due', title: t('trust_incidents.nextDue'), render: (one) => <Due one={one} /> },
  ]
}

function Due({ one }: { one: IncidentSummary }) {
  const { t } = useTranslation()
  if (one.late > 0) return <Tag tone="cinnabar">{t('trust_incidents.late', { count: one.late })}</Tag>
  return one.next_due_at ? <Instant at={one.next_due_at} relative /> : <>{t('trust_incidents.onTime')}</>
}
