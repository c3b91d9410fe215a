import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { moneyText, roundMoneyText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { dark, light, ramps } from '@/ui/theme/tokens'
import type { Stack } from '../../api/liability'
import css from '../Loyalty.module.css'
import { layersOf } from './layers'

/** What is owed at the end of each month, the points of each half-year of issue a layer of its own: the older, the paler. */
export function LiabilityPlot({ stacks, currency }: { stacks: readonly Stack[]; currency: string }) {
  const { t } = useTranslation()
  const { shown } = useAppearance()
  const option = useMemo(() => optionOf(stacks, currency, shown, (half) => t('loyalty_liability.issuedIn', { half })), [stacks, currency, shown, t])
  return <Chart className={css.chart} option={option} label={t('loyalty_liability.chartAlt')} />
}

function optionOf(stacks: readonly Stack[], currency: string, shown: 'light' | 'dark', words: (half: string) => string): ChartOption {
  const { months, layers } = layersOf(stacks)
  const colorOf = (place: number) => between(ramps[shown], layers.length > 1 ? place / (layers.length - 1) : 1)
  return {
    grid: { left: 4, right: 8, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, right: 0, type: 'scroll', icon: 'circle', itemWidth: 8, itemHeight: 8 },
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
      itemStyle: { color: colorOf(place) },
      areaStyle: { color: colorOf(place), opacity: 1 },
    })),
  }
}

/** The colour that stands so far from the first to the second, both as #rrggbb. */
function between([from, to]: readonly [string, string], share: number): string {
  const parts = (color: string) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
  const ends = parts(to)
  return `rgb(${parts(from)
    .map((one, at) => Math.round(one + ((ends[at] ?? one) - one) * share))
    .join(' ')})`
}
