import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { moneyText, roundMoneyText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { Legend } from '@/ui/chart/Legend'
import { dark, light, ramps } from '@/ui/theme/tokens'
import type { Stack } from '../../api/liability'
import css from '../Loyalty.module.css'
import { layersOf } from './layers'

/** What is owed at the end of each month, the points of each half-year of issue a layer of its own: the older, the paler. */
export function LiabilityPlot({ stacks, currency }: { stacks: readonly Stack[]; currency: string }) {
  const { t } = useTranslation()
  const { shown } = useAppearance()
  const option = useMemo(() => optionOf(stacks, currency, shown, (half) => t('loyalty_liability.issuedIn', { half })), [stacks, currency, shown, t])
  const { layers } = layersOf(stacks)
  return (
    <>
      <Legend items={layers.map((one, place) => ({ name: t('loyalty_liability.issuedIn', { half: one.half }), color: colorOf(shown, place, layers.length) }))} />
      <Chart className={css.chart} option={option} label={t('loyalty_liability.chartAlt')} />
    </>
  )
}

function optionOf(stacks: readonly Stack[], currency: string, shown: 'light' | 'dark', words: (half: string) => string): ChartOption {
  const { months, layers } = layersOf(stacks)
  const color = (place: number) => colorOf(shown, place, layers.length)
  return {
    grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', order: 'seriesDesc', axisPointer: { type: 'line' }, valueFormatter: (value: number) => moneyText(value, currency) },
    xAxis: { type: 'category', boundaryGap: false, data: months.map((one) => one.slice(0, 7)), axisLabel: { hideOverlap: true } },
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => roundMoneyText(value, currency) } },
    series: layers.map((one, place) => ({
      type: 'line',
      stack: 'all',
      name: words(one.half),
      data: one.minor,
      symbol: 'none',
      lineStyle: { width: 1, color: (shown === 'dark' ? dark : light).card },
      itemStyle: { color: color(place) },
      areaStyle: { color: color(place), opacity: 1 },
    })),
  }
}

/** The older, the nearer to the ground. */
function colorOf(shown: 'light' | 'dark', place: number, count: number): string {
  return between(ramps[shown], count > 1 ? place / (count - 1) : 1)
}

/** The colour that stands so far from the first to the second, both as #rrggbb. */
function between([from, to]: readonly [string, string], share: number): string {
  const parts = (color: string) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
  const ends = parts(to)
  return `rgb(${parts(from)
    .map((one, at) => Math.round(one + ((ends[at] ?? one) - one) * share))
    .join(' ')})`
}
