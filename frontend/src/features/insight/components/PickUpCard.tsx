import { Button, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useAppearance } from '@/lib/appearance'
import { csvAddress } from '@/lib/csv'
import { dateText, digitsOf } from '@/lib/format'
import { useNarrow } from '@/lib/screen'
import { Card } from '@/ui/Card'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import { type Measure, type PickUp, usePickUp } from '../api/demand'
import css from './Demand.module.css'
import { type Figures, useFigures } from './demandWords'

const WEEKS = 12
const DAY = 86_400_000
const shapes = ['chart', 'table'] as const

/** How the books fill for a week of arrival, beside like days of last year. */
export function PickUpCard({ series, measure }: { series: string; measure: Measure }) {
  const [search] = useAddress()
  const told = usePickUp(series, measure, search.week)
  if (told.isPending) return <CardSkeleton lines={6} />
  if (told.isError) {
    return (
      <Card>
        <ErrorState error={told.error} onRetry={() => void told.refetch()} />
      </Card>
    )
  }
  return <Told pickUp={told.data} />
}

function Told({ pickUp }: { pickUp: PickUp }) {
  const { t } = useTranslation()
  const [shape, setShape] = useState<(typeof shapes)[number]>('chart')
  const figures = useFigures(pickUp.measure, pickUp.currency)
  const palette = useAppearance().shown === 'dark' ? dark : light
  const narrow = useNarrow()
  const words = useMemo(() => ({ now: t('insight_demand.now'), lastYear: t('insight_demand.lastYear'), final: t('insight_demand.final'), days: t('insight_demand.daysBefore') }), [t])
  const option = useMemo(() => optionOf(pickUp, words, { figures, palette, narrow }), [pickUp, words, figures, palette, narrow])
  const unit = pickUp.measure === 'revenue' ? 10 ** digitsOf(pickUp.currency) : 1
  const rows = [[t('insight_demand.daysBefore'), words.now, words.lastYear], ...pickUp.points.map((one) => [one.days_before, one.now === null ? '' : one.now / unit, one.last_year === null ? '' : one.last_year / unit])]
  const like = dateText(pickUp.like[0] ?? '')
  const alignment = pickUp.came_last_year === null ? t('insight_demand.noLastYear') : t(pickUp.is_aligned_to_holiday ? 'insight_demand.aligned' : 'insight_demand.weekdays', { from: like })
  return (
    <Card
      title={t('insight_demand.pickUp')}
      aside={
        <span className={css.tools}>
          <Button type="link" size="small" href={csvAddress(rows)} download="pick-up.csv">
            CSV
          </Button>
          <Segmented size="small" value={shape} onChange={setShape} options={shapes.map((value) => ({ value, label: t(`insight_demand.${value}`) }))} />
        </span>
      }
    >
      <WeekChoice begins={pickUp.begins_on} />
      <Sums pickUp={pickUp} figures={figures} />
      {shape === 'chart' ? <Chart className={css.pickUp} option={option} label={t('insight_demand.pickUpAlt', { from: pickUp.begins_on, measure: t(`insight_demand.measures.${pickUp.measure}`) })} /> : <Points pickUp={pickUp} figures={figures} />}
      <Note>{alignment}</Note>
    </Card>
  )
}

/** Twelve weeks from the coming one, and the one shown. */
function WeekChoice({ begins }: { begins: string }) {
  const { t } = useTranslation()
  const [, change] = useAddress()
  const [weeks] = useState(comingWeeks)
  const all = [...new Set([begins, ...weeks])].sort()
  return <Select size="small" className={css.week ?? ''} aria-label={t('insight_demand.week')} value={begins} popupMatchSelectWidth={false} options={all.map((value) => ({ value, label: t('insight_demand.weekOf', { from: dateText(value) }) }))} onChange={(week) => change({ week })} />
}

/** The Mondays of this week and those after it; 1970 began on a Thursday. */
function comingWeeks(): string[] {
  const monday = Math.floor((Date.now() - 4 * DAY) / (7 * DAY)) * 7 * DAY + 4 * DAY
  return Array.from({ length: WEEKS }, (_, step) => new Date(monday + step * 7 * DAY).toISOString().slice(0, 10))
}

function Sums({ pickUp, figures: { short } }: { pickUp: PickUp; figures: Figures }) {
  const { t } = useTranslation()
  const latest = pickUp.points.filter((one) => one.now !== null).at(-1)
  return (
    <StatRow>
      <Stat label={t('insight_demand.onBooks')} value={short(latest?.now ?? 0)} against={latest && latest.last_year !== null ? t('insight_demand.against', { count: short(latest.last_year) }) : null} />
      {pickUp.expected === null ? null : <Stat label={t('insight_demand.final')} value={short(pickUp.expected)} against={t('insight_demand.finalAgainst', { low: short(pickUp.low_80 ?? 0), high: short(pickUp.high_80 ?? 0) })} />}
      {pickUp.came_last_year === null ? null : <Stat label={t('insight_demand.lastFinal')} value={short(pickUp.came_last_year)} />}
    </StatRow>
  )
}

function Points({ pickUp, figures: { whole } }: { pickUp: PickUp; figures: Figures }) {
  const { t } = useTranslation()
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('insight_demand.daysBefore')}</th>
            <th scope="col">{t('insight_demand.now')}</th>
            <th scope="col">{t('insight_demand.lastYear')}</th>
          </tr>
        </thead>
        <tbody>
          {pickUp.points.map((one) => (
            <tr key={one.days_before}>
              <th scope="row">{one.days_before}</th>
              <td>{one.now === null ? '' : whole(one.now)}</td>
              <td>{one.last_year === null ? '' : whole(one.last_year)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function optionOf(pickUp: PickUp, words: { now: string; lastYear: string; final: string; days: string }, { figures, palette, narrow }: { figures: Figures; palette: Palette; narrow: boolean }): ChartOption {
  const days = pickUp.points.map((one) => one.days_before)
  const latest = pickUp.points.filter((one) => one.now !== null).at(-1)
  const line = (name: string, data: unknown[], color: string, more: object = {}) => ({ type: 'line', name, data, showSymbol: false, itemStyle: { color }, lineStyle: { width: 1.75, color, ...more } })
  const open = pickUp.expected !== null && latest !== undefined && latest.days_before > 0
  const ends = open ? [[String(latest.days_before), latest.now], ['0', pickUp.expected]] : []
  const range = open ? [['0', pickUp.low_80], ['0', pickUp.high_80]] : []
  return {
    grid: { left: 4, right: 16, top: narrow ? 56 : 32, bottom: 24, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, icon: 'roundRect', selectedMode: false, data: [words.now, words.lastYear, ...(open ? [words.final] : [])] },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => (typeof value === 'number' ? figures.whole(value) : '') },
    xAxis: { type: 'category', data: days.map(String), boundaryGap: false, name: words.days, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: palette.ink2 }, axisLabel: { interval: (at: number) => (days[at] ?? 1) % 15 === 0 } },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: figures.short } },
    series: [
      line(words.lastYear, pickUp.points.map((one) => one.last_year), palette.ink3),
      line(words.now, pickUp.points.map((one) => one.now), palette.slate),
      line(words.final, ends, palette.jade, { type: [5, 4] }),
      { type: 'line', name: 'range', data: range, symbol: 'none', silent: true, tooltip: { show: false }, lineStyle: { width: 6, color: palette.jade, opacity: 0.4, cap: 'butt' } },
    ],
  }
}
