import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Tabs } from '@/ui/Tabs'
import { type ApprovalState, approvalStates, useApprovals } from '../api/approvals'
import css from '../components/Access.module.css'
import { ApprovalCard } from '../components/ApprovalCard'

const ALL = 'all'

function stateOf(value: string | undefined): ApprovalState | undefined {
  if (value === ALL) return undefined
  return approvalStates.find((one) => one === value) ?? 'waiting'
}

/** What takes two people: what waits, and what was decided. */
export function ApprovalsPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const state = stateOf(search.state)
  const approvals = useApprovals(state)
  const tabs = [...approvalStates.map((one) => ({ key: one, label: t(`trust_approvals.state.${one}`), search: { state: one } })), { key: ALL, label: t('trust_approvals.all'), search: { state: ALL } }]
  return (
    <>
      <PageHeader title={t('trust_approvals.title')} subtitle={t('trust_approvals.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} />
      <Tabs label={t('trust_approvals.title')} current={state ?? ALL} tabs={tabs}>
        {approvals.isPending ? <CardSkeleton lines={5} /> : null}
        {approvals.isError ? <ErrorState error={approvals.error} onRetry={() => void approvals.refetch()} /> : null}
        {approvals.data?.length === 0 ? (
          <EmptyState icon="eyes" title={state === 'waiting' ? t('trust_approvals.noneWaiting') : t('trust_approvals.none')}>
            {t('trust_approvals.noneWords')}
          </EmptyState>
        ) : null}
        <div className={css.stack}>
          {approvals.data?.map((approval) => <ApprovalCard key={approval.id} approval={approval} />)}
        </div>
      </Tabs>
    </>
  )
}
