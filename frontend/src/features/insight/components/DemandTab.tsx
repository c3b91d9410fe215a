import { Segmented, Select } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type DemandSeries, type Measure, useDemandSeries } from '../api/demand'
import css from './Demand.module.css'
import { Early, ToImport } from './Early'
import { ElasticityCard } from './ElasticityCard'

const DemandCard = lazy(() => import('./DemandCard').then((module) => ({ default: module.DemandCard })))
const PickUpCard = lazy(() => import('./PickUpCard').then((module) => ({ default: module.PickUpCard })))
const parts = ['company', 'line', 'market', 'property'] as const
const spans = ['quarter', 'year'] as const

/** What is coming: bookings, nights, passengers and revenue by day, how the books fill, and what price goes with. */
export function DemandTab() {
  const { t } = useTranslation()
  const series = useDemandSeries()
  if (series.isPending) return <CardSkeleton lines={8} />
  if (series.isError) {
    return (
      <Card>
        <ErrorState error={series.error} onRetry={() => void series.refetch()} />
      </Card>
    )
  }
  if (series.data.length > 0) return <Chosen all={series.data} />
  return (
    <Early title={t('insight_demand.none')} action={<ToImport />}>
      {t('insight_demand.noneWords')}
    </Early>
  )
}

function Chosen({ all }: { all: readonly DemandSeries[] }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const nameOf = useSeriesName()
  const shown = all.find((one) => one.series === search.series) ?? all[0]
  if (!shown) return null
  const measure: Measure = shown.measures.find((one) => one === search.measure) ?? 'bookings'
  const span = spans.find((one) => one === search.span) ?? 'quarter'
  const groups = parts.map((part) => ({ label: t(`insight_demand.parts.${part}`), options: all.filter((one) => one.part === part).map((one) => ({ value: one.series, label: nameOf(one) })) }))
  return (
    <div className={css.stack}>
      <div className={css.choices}>
        <Select
          className={css.series ?? ''}
          aria-label={t('insight_demand.series')}
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          options={groups.filter((one) => one.options.length > 0)}
          value={shown.series}
          onChange={(value) => change({ series: value === 'company' ? undefined : value })}
        />
        <Segmented
          aria-label={t('insight_demand.measure')}
          value={measure}
          options={shown.measures.map((value) => ({ value, label: t(`insight_demand.measures.${value}`) }))}
          onChange={(value) => change({ measure: value === 'bookings' ? undefined : value })}
        />
        <Segmented
          aria-label={t('insight_demand.span')}
          value={span}
          options={spans.map((value) => ({ value, label: t(`insight_demand.spans.${value}`) }))}
          onChange={(value) => change({ span: value === 'quarter' ? undefined : value })}
        />
      </div>
      <Suspense fallback={<CardSkeleton lines={8} />}>
        <DemandCard series={shown} name={nameOf(shown)} measure={measure} backDays={span === 'year' ? 365 : 91} />
        <div className={css.halves}>
          <PickUpCard series={shown.series} measure={measure} />
          <ElasticityCard series={shown.series} />
        </div>
      </Suspense>
    </div>
  )
}

/** Returns words for a series: a line, a country, or a property by its name. */
function useSeriesName(): (one: DemandSeries) => string {
  const { t } = useTranslation()
  const said = useSaid()
  const { line } = useBookingWords()
  const { country } = usePlaceWords()
  return (one) => {
    if (one.part === 'company') return t('insight_demand.company')
    if (one.part === 'line') return line(one.code)
    return one.part === 'market' ? country(one.code) : said(one.name) || one.code
  }
}
