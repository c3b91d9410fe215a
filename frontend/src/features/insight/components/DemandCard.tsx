import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { dateText, digitsOf, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { type Demand, type DemandDay, type DemandSeries, type Measure, useDemand } from '../api/demand'
import css from './Demand.module.css'
import { DemandPlot } from './DemandPlot'
import { DemandTable } from './DemandTable'
import { useFigures } from './demandWords'

const SOON = 28
const shapes = ['chart', 'table'] as const

interface Props {
  series: DemandSeries
  name: string
  measure: Measure
  backDays: number
}

/** A series day by day, with what is expected and how sure that is. */
export function DemandCard({ series, name, measure, backDays }: Props) {
  const told = useDemand(series.series, measure, backDays)
  if (told.isPending) return <CardSkeleton lines={8} />
  if (told.isError) {
    return (
      <Card>
        <ErrorState error={told.error} onRetry={() => void told.refetch()} />
      </Card>
    )
  }
  return <Told demand={told.data} series={series} name={name} />
}

function noteOf({ measure }: Demand, { part }: DemandSeries): 'noteNights' | 'noteShort' | 'notePart' {
  if (measure === 'room_nights') return 'noteNights'
  return part === 'company' || part === 'line' ? 'noteShort' : 'notePart'
}

function Told({ demand, series, name }: { demand: Demand; series: DemandSeries; name: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const navigate = useNavigate()
  const [shape, setShape] = useState<(typeof shapes)[number]>('chart')
  const open = (day: string) => void navigate({ to: '/bookings', search: { starts_from: day, starts_until: day, ...(series.part === 'line' ? { line: series.code } : {}) } })
  const guessed = [...new Set(demand.holidays.filter((one) => !one.is_decreed).map((one) => said(one.name)))]
  return (
    <Card
      title={t('insight_demand.title')}
      aside={
        <span className={css.tools}>
          <span className={css.asideWords}>{t(demand.measure === 'room_nights' ? 'insight_demand.asideNights' : 'insight_demand.aside')}</span>
          <Button type="link" size="small" href={csvAddress(useRows(demand))} download="demand.csv">
            CSV
          </Button>
          <Segmented size="small" value={shape} onChange={setShape} options={shapes.map((value) => ({ value, label: t(`insight_demand.${value}`) }))} />
        </span>
      }
    >
      <Sums demand={demand} />
      {demand.has_forecast ? null : <Note>{t(demand.has_model ? 'insight_demand.unknownSeries' : 'insight_demand.noForecast')}</Note>}
      {shape === 'chart' ? <DemandPlot demand={demand} label={t('insight_demand.alt', { series: name, measure: t(`insight_demand.measures.${demand.measure}`) })} onPick={open} /> : <DemandTable demand={demand} onPick={open} />}
      <Note>
        {t(`insight_demand.${noteOf(demand, series)}`)}
        {demand.forecast_until ? ` ${t('insight_demand.reach', { until: dateText(demand.forecast_until) })}` : ''}
        {guessed.length > 0 ? ` ${t('insight_demand.undecreed', { names: guessed.join(t('insight_demand.comma')) })}` : ''}
      </Note>
    </Card>
  )
}

/** The next and the last four weeks, each against something. */
function Sums({ demand }: { demand: Demand }) {
  const { t } = useTranslation()
  const { short } = useFigures(demand.measure, demand.currency)
  const over = demand.days.filter((one) => one.came !== null).slice(-SOON)
  const coming = demand.days.filter((one) => one.came === null).slice(0, SOON)
  const sum = (days: readonly DemandDay[], of: keyof DemandDay) => days.reduce((total, one) => total + Number(one[of] ?? 0), 0)
  const expected = sum(coming, 'expected')
  const booked = sum(coming, 'booked')
  const lately = sum(over, 'came')
  const before = sum(over, 'last_year')
  const lastYear = coming.every((one) => one.last_year !== null) ? t('insight_demand.comingAgainst', { count: short(sum(coming, 'last_year')) }) : ''
  const range = t('insight_demand.range80', { low: short(sum(coming, 'low_80')), high: short(sum(coming, 'high_80')) })
  return (
    <StatRow>
      {demand.has_forecast ? <Stat label={t('insight_demand.coming')} value={short(expected)} against={[range, lastYear].filter(Boolean).join(t('words.semicolon'))} /> : null}
      <Stat label={t(demand.has_forecast ? 'insight_demand.inHand' : 'insight_demand.onBooks')} value={short(booked)} against={demand.has_forecast && expected > 0 ? t('insight_demand.inHandAgainst', { share: percentText(booked / expected, 0) }) : lastYear} />
      <Stat label={t('insight_demand.lately')} value={short(lately)} against={before > 0 ? t('insight_demand.comingAgainst', { count: short(before) }) : t('insight_demand.latelyAgainst', { count: short(lately / SOON) })} />
    </StatRow>
  )
}

function useRows(demand: Demand): (string | number)[][] {
  const { t } = useTranslation()
  const said = useSaid()
  const bounds = [80, 95].flatMap((level) => [t('insight_demand.low', { level }), t('insight_demand.high', { level })])
  const head = [t('insight_demand.day'), t('insight_demand.holiday'), t('insight_demand.came'), t('insight_demand.booked'), t('insight_demand.lastYear'), t('insight_demand.expected'), ...bounds]
  const unit = demand.measure === 'revenue' ? 10 ** digitsOf(demand.currency) : 1
  const cell = (value: number | null) => (value === null ? '' : Math.round((value / unit) * 100) / 100)
  const holiday = (day: string) => said(demand.holidays.find((one) => one.begins_on <= day && day <= one.ends_on)?.name)
  return [head, ...demand.days.map((one) => [one.day, holiday(one.day), ...[one.came, one.booked, one.last_year, one.expected, one.low_80, one.high_80, one.low_95, one.high_95].map(cell)])]
}
