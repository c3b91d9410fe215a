import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { moneyText, roundMoneyText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { Stack } from '../../api/liability'
import css from '../Loyalty.module.css'
import { layersOf } from './layers'

/** What is owed at the end of each month, the points of each half-year of issue a layer of its own: the older, the paler. */
export function LiabilityPlot({ stacks, currency }: { stacks: readonly Stack[]; currency: string }) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo(() => optionOf(stacks, currency, palette, (half) => t('loyalty_liability.issuedIn', { half })), [stacks, currency, palette, t])
  return <Chart className={css.chart} option={option} label={t('loyalty_liability.chartAlt')} />
}

function optionOf(stacks: readonly Stack[], currency: string, palette: Palette, words: (half: string) => string): ChartOption {
  const { months, layers } = layersOf(stacks)
  const colors = [palette.slate, palette.plum, palette.amber, palette.olive, palette.jade]
  const colorOf = (place: number) => colors[(place + colors.length - (layers.length % colors.length)) % colors.length]
  const paleness = (place: number) => 0.35 + (0.65 * (place + 1)) / layers.length
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
      lineStyle: { width: 0 },
      itemStyle: { color: colorOf(place) },
      areaStyle: { color: colorOf(place), opacity: paleness(place) },
    })),
  }
}
