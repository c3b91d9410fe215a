import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Bar } from '@/ui/Skeleton'
import { EmptyState } from '@/ui/States'
import type { Liability } from '../../api/liability'

const LiabilityPlot = lazy(() => import('./LiabilityPlot').then((module) => ({ default: module.LiabilityPlot })))

/** What is owed in money at the end of each closed month, by when its points were issued. */
export function OwedByCohort({ liability }: { liability: Liability }) {
  const { t } = useTranslation()
  const head = [t('loyalty_liability.month'), t('loyalty_liability.cohort'), t('loyalty_liability.outstanding'), t('loyalty_liability.owedMinor', { currency: liability.currency })]
  const lines = [head, ...liability.stacks.map((one) => [one.month.slice(0, 7), one.cohort.slice(0, 7), one.outstanding, one.liability_minor])]
  const csv = (
    <Button type="link" size="small" href={csvAddress(lines)} download="points-liability.csv">
      CSV
    </Button>
  )
  return (
    <Card title={t('loyalty_liability.chart')} aside={liability.stacks.length > 0 ? csv : null}>
      {liability.stacks.length > 0 ? (
        <Suspense fallback={<Bar width={100} height={260} />}>
          <LiabilityPlot stacks={liability.stacks} currency={liability.currency} />
        </Suspense>
      ) : (
        <EmptyState icon="file" title={t('loyalty_liability.none')}>
          {t('loyalty_liability.noneWords')}
        </EmptyState>
      )}
      <Note>{t('loyalty_liability.chartNote')}</Note>
    </Card>
  )
}
