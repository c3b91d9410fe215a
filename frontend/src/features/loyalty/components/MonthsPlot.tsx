import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { MonthOfPoints } from '../api/programmes'
import css from './Loyalty.module.css'

/** What came stands above the line, what went below it. */
export function MonthsPlot({ rows, label }: { rows: readonly MonthOfPoints[]; label: string }) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo(() => optionOf(rows, palette, (part) => t(`loyalty.moved.${part}`)), [rows, palette, t])
  return <Chart className={css.chart} option={option} label={label} />
}

type Part = 'earned' | 'taken_back' | 'redeemed' | 'expired' | 'forfeited'

function optionOf(rows: readonly MonthOfPoints[], palette: Palette, words: (part: Part) => string): ChartOption {
  const bar = (part: Part, color: string, sign: 1 | -1) => ({ type: 'bar', stack: 'all', name: words(part), data: rows.map((one) => sign * one[part]), itemStyle: { color }, barMaxWidth: 28 })
  const named = (month: string) => (month.slice(5, 7) === '01' ? month.slice(0, 7) : month.slice(5, 7))
  return {
    grid: { left: 4, right: 8, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: 'circle', itemWidth: 8, itemHeight: 8 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => countText(Math.abs(value)) },
    xAxis: { type: 'category', data: rows.map((one) => one.month), axisLabel: { hideOverlap: true, formatter: named } },
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => countText(Math.abs(value)) } },
    series: [bar('earned', palette.jade, 1), bar('redeemed', palette.slate, -1), bar('expired', palette.amber, -1), bar('taken_back', palette.cinnabar, -1), bar('forfeited', palette.plum, -1)],
  }
}
