import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { Chart, type ChartOption, type Picked } from '@/ui/chart/Chart'
import { dark, light } from '@/ui/theme/tokens'
import type { Ending } from '../api/programmes'
import css from './Loyalty.module.css'

/** A bar for each month: how many points end in it. */
export function EndingPlot({ rows, label, onPick }: { rows: readonly Ending[]; label: string; onPick: (month: string) => void }) {
  const { t } = useTranslation()
  const { amber } = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo((): ChartOption => {
    return {
      grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (found: unknown) => tipOf(rows, found, (one) => t('loyalty.endingTip', { month: one.month.slice(0, 7), points: countText(one.points), count: one.members })) },
      xAxis: { type: 'category', data: rows.map((one) => one.month), axisLabel: { hideOverlap: true, formatter: (month: string) => (month.slice(5, 7) === '01' ? month.slice(0, 7) : month.slice(5, 7)) } },
      yAxis: { type: 'value', minInterval: 1, axisLabel: { formatter: (value: number) => countText(value) } },
      series: [{ type: 'bar', data: rows.map((one) => one.points), itemStyle: { color: amber, borderRadius: [3, 3, 0, 0] }, barMaxWidth: 28, cursor: 'pointer' }],
    }
  }, [rows, amber, t])
  const pick = useCallback(({ name }: Picked) => onPick(name), [onPick])
  return <Chart className={css.chart} option={option} label={label} onPick={pick} />
}

function tipOf(rows: readonly Ending[], found: unknown, words: (one: Ending) => string): string {
  const place = Array.isArray(found) && found.length > 0 ? (found[0] as { dataIndex: number }).dataIndex : -1
  const one = rows[place]
  return one ? words(one) : ''
}
