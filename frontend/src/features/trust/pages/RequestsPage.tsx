import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useForCompany, useMay } from '@/lib/session'
import { ClearFilters, SelectFilter } from '@/ui/Filters'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import type { Column } from '@/ui/table/types'
import { SavedViews } from '@/ui/table/views/SavedViews'
import { kinds, type RequestSummary, states, useRequests } from '../api/requests'
import { MetAgainCard } from '../components/requests/MetAgainCard'
import { DueMark, RequestStateMark } from '../components/requests/marks'
import { NewRequestDrawer } from '../components/requests/NewRequestDrawer'
import { RightsPolicyDrawer } from '../components/requests/RightsPolicyDrawer'
import css from '../components/requests/Request.module.css'

function useColumns(): Column<RequestSummary>[] {
  const { t } = useTranslation()
  return [
    { key: 'number', title: t('trust_requests.number'), render: (one) => <span className="mono">{one.number}</span> },
    { key: 'kind', title: t('trust_requests.kindLabel'), render: (one) => t(`trust_requests.kind.${one.kind}`) },
    { key: 'state', title: t('trust_requests.stateLabel'), render: (one) => <RequestStateMark state={one.state} /> },
    { key: 'due', title: t('trust_requests.due'), render: (one) => <DueMark request={one} /> },
    { key: 'received', title: t('trust_requests.received'), render: (one) => <Instant at={one.received_at} />, wideOnly: true },
    { key: 'law', title: t('trust_requests.lawLabel'), render: (one) => t(`trust_requests.law.${one.law}`), wideOnly: true },
    { key: 'people', title: t('trust_requests.people'), align: 'right', render: (one) => countText(one.people), wideOnly: true },
    {
      key: 'steps',
      title: t('trust_requests.steps'),
      align: 'right',
      render: (one) => (one.steps_all > 0 ? t('trust_requests.stepsDone', { done: one.steps_done, all: one.steps_all }) : <span className="muted">—</span>),
    },
  ]
}

/** What guests asked for by law, what is due next, and the clock of each. */
export function RequestsPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const mayRule = [useMay('manage_retention'), useForCompany()].every(Boolean)
  const state = search.state ?? 'open'
  const requests = useRequests({ state, kind: search.kind })
  const columns = useColumns()
  const make = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ new: '1' }, { push: true })}>
      {t('trust_requests.new')}
    </Button>
  )
  const rules = mayRule ? <Button onClick={() => change({ rules: '1' }, { push: true })}>{t('trust_requests.policy.open')}</Button> : null
  return (
    <>
      <PageHeader title={t('trust_requests.title')} subtitle={t('trust_requests.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} primary={make} secondary={rules} />
      <div className={css.filters}>
        <SelectFilter param="state" label={t('trust_requests.stateLabel')} options={states.map((value) => ({ value, label: t(`trust_requests.state.${value}`) }))} fallback="open" />
        <SelectFilter param="kind" label={t('trust_requests.kindLabel')} options={kinds.map((value) => ({ value, label: t(`trust_requests.kind.${value}`) }))} width={180} />
        <ClearFilters params={['state', 'kind']} />
        <span style={{ marginInlineStart: 'auto' }}>
          <SavedViews list="requests" />
        </span>
      </div>
      <PlainTable
        label={t('trust_requests.title')}
        columns={columns}
        query={requests}
        rowKey={(one) => one.id}
        door={(one) => ({ to: '/trust/requests/$requestId', params: { requestId: one.id } })}
        empty={
          <EmptyState icon="check" title={t('trust_requests.none')} action={make}>
            {t('trust_requests.noneWords')}
          </EmptyState>
        }
      />
      <MetAgainCard />
      {search.rules === '1' && mayRule ? <RightsPolicyDrawer onClose={() => change({ rules: undefined })} /> : null}
      {search.new === '1' ? <NewRequestDrawer recordId={search.record ?? ''} onClose={() => change({ new: undefined, record: undefined })} /> : null}
    </>
  )
}
