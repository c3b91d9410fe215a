import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { useReconciliation } from '../../api/liability'
import css from './Liability.module.css'

/** Whether the cohorts are what the members' accounts hold, counted now. */
export function ReconciledCard({ programmeId }: { programmeId: string }) {
  const { t } = useTranslation()
  const found = useReconciliation(programmeId)
  if (found.isPending) return <CardSkeleton lines={3} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { outstanding, owed, members, difference } = found.data
  const figures = { outstanding: countText(outstanding), owed: countText(owed), members: countText(members), difference: countText(Math.abs(difference)) }
  const again = (
    <Button type="link" size="small" loading={found.isFetching} onClick={() => void found.refetch()}>
      {t('loyalty_liability.countAgain')}
    </Button>
  )
  return (
    <Card title={t('loyalty_liability.ledger')} tone={difference === 0 ? 'plain' : 'trouble'} aside={again}>
      <p className={css.verdict}>
        <Status tone={difference === 0 ? 'jade' : 'cinnabar'}>{t(difference === 0 ? 'loyalty_liability.agree' : 'loyalty_liability.disagree')}</Status>{' '}
        {t(difference === 0 ? 'loyalty_liability.reconciles' : 'loyalty_liability.differs', figures)}
      </p>
      <Note>{t(difference === 0 ? 'loyalty_liability.ledgerNote' : 'loyalty_liability.differsNote')}</Note>
    </Card>
  )
}
