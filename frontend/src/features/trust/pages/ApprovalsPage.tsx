import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
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
  const [search, change] = useAddress()
  const state = stateOf(search.state)
  const approvals = useApprovals(state)
  return (
    <>
      <PageHeader title={t('trust_approvals.title')} subtitle={t('trust_approvals.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} />
      <div className={css.tabs}>
        {approvalStates.map((one) => (
          <button key={one} type="button" className={css.tab} aria-pressed={one === state} onClick={() => change({ state: one })}>
            {t(`trust_approvals.state.${one}`)}
          </button>
        ))}
        <button type="button" className={css.tab} aria-pressed={state === undefined} onClick={() => change({ state: ALL })}>
          {t('trust_approvals.all')}
        </button>
      </div>
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
    </>
  )
}
