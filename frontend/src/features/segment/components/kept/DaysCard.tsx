import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { countText, dateText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Bar } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type AudienceDay, useDays } from '../../api/audiences'

const DaysPlot = lazy(() => import('./DaysPlot').then((module) => ({ default: module.DaysPlot })))
const DAYS = 90

/** How many were in the audience at the end of each day. */
export function DaysCard({ audienceId, name }: { audienceId: string; name: string }) {
  const { t } = useTranslation()
  const days = useDays(audienceId, DAYS)
  const [first] = days.data ?? []
  const last = days.data?.at(-1)
  return (
    <Card title={t('segment_kept.days')} aside={days.data && days.data.length > 1 ? <Csv days={days.data} name={name} /> : null}>
      {days.isPending ? <Bar width={100} height={200} /> : null}
      {days.isError ? <ErrorState error={days.error} onRetry={() => void days.refetch()} /> : null}
      {days.data && days.data.length < 2 ? <p className="muted">{t(days.data.length === 1 ? 'segment_kept.daysOne' : 'segment_kept.daysNone')}</p> : null}
      {days.data && days.data.length > 1 && first && last ? (
        <Suspense fallback={<Bar width={100} height={200} />}>
          <DaysPlot days={days.data} label={t('segment_kept.daysAlt', { from: dateText(first.day), before: countText(first.members), until: dateText(last.day), members: countText(last.members) })} />
        </Suspense>
      ) : null}
    </Card>
  )
}

function Csv({ days, name }: { days: readonly AudienceDay[]; name: string }) {
  const { t } = useTranslation()
  const head = [t('segment_kept.day'), t('segment_kept.members'), t('segment_kept.entered'), t('segment_kept.left')]
  return (
    <Button type="link" size="small" href={csvAddress([head, ...days.map((one) => [one.day, one.members, one.entered, one.left])])} download={`${name}.csv`}>
      CSV
    </Button>
  )
}
