import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { Legend } from '@/ui/chart/Legend'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { MonthOfPoints } from '../api/programmes'
import css from './Loyalty.module.css'

/** What came stands above the line, what went below it. */
export function MonthsPlot({ rows, label }: { rows: readonly MonthOfPoints[]; label: string }) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo(() => optionOf(rows, palette, (part) => t(`loyalty.moved.${part}`)), [rows, palette, t])
  return (
    <>
      <Legend items={parts.map(([part, tone]) => ({ name: t(`loyalty.moved.${part}`), color: palette[tone] }))} />
      <Chart className={css.chart} option={option} label={label} />
    </>
  )
}

const parts = [
  ['earned', 'jade'],
  ['redeemed', 'slate'],
  ['expired', 'amber'],
  ['taken_back', 'cinnabar'],
  ['forfeited', 'plum'],
] as const
type Part = (typeof parts)[number][0]

function optionOf(rows: readonly MonthOfPoints[], palette: Palette, words: (part: Part) => string): ChartOption {
  const sign = (part: Part) => (part === 'earned' ? 1 : -1)
  const named = (month: string) => (month.slice(5, 7) === '01' ? month.slice(0, 7) : month.slice(5, 7))
  return {
    grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => countText(Math.abs(value)) },
    xAxis: { type: 'category', data: rows.map((one) => one.month), axisLabel: { hideOverlap: true, formatter: named } },
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => countText(Math.abs(value)) } },
    series: parts.map(([part, tone]) => ({ type: 'bar', stack: 'all', name: words(part), data: rows.map((one) => sign(part) * one[part]), itemStyle: { color: palette[tone] }, barMaxWidth: 28 })),
  }
}
