import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { dark, light } from '@/ui/theme/tokens'
import type { Difference } from '../api/rules'
import css from './Rules.module.css'

/** Points month by month under the rules in force, and under those that are tried. */
export function SimulationPlot({ months, label }: { months: readonly Difference[]; label: string }) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo((): ChartOption => {
    const bar = (name: string, data: number[], color: string) => ({ type: 'bar', name, data, itemStyle: { color, borderRadius: [2, 2, 0, 0] }, barMaxWidth: 16 })
    return {
      grid: { left: 4, right: 8, top: 32, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, icon: 'circle', itemWidth: 8, itemHeight: 8 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => countText(value) },
      xAxis: { type: 'category', data: months.map((one) => one.name), axisLabel: { hideOverlap: true, formatter: (month: string) => (month.endsWith('-01') ? month : month.slice(5)) } },
      yAxis: { type: 'value', axisLabel: { formatter: (value: number) => countText(value) } },
      series: [bar(t('loyalty_rules.result.inForce'), months.map((one) => one.in_force), palette.slate), bar(t('loyalty_rules.result.proposed'), months.map((one) => one.proposed), palette.jade)],
    }
  }, [months, palette, t])
  return <Chart className={css.chart} option={option} label={label} />
}
