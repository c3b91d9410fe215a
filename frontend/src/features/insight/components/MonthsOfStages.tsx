import { Button, Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useAppearance } from '@/lib/appearance'
import { csvAddress } from '@/lib/csv'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { Card } from '@/ui/Card'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { LifecycleCounts } from '../api/standing'
import { type StageOfMonth, stageOrder, stageTones } from './stages'
import css from './Standing.module.css'

const views = ['standing', 'flow'] as const

/** Month by month: how many were in each stage, or how many came (up) and left (down). */
export function MonthsOfStages({ counts }: { counts: LifecycleCounts }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const view = views.find((one) => one === search.view) ?? 'standing'
  const palette = useAppearance().shown === 'dark' ? dark : light
  const names = useMemo(() => new Map(counts.stages.map((one) => [one.code, said(one.name)])), [counts, said])
  const narrow = useNarrow()
  const option = useMemo(() => optionOf(counts, view, names, { palette, narrow }), [counts, view, names, palette, narrow])
  const head = [t('insight.month'), t('insight.stageColumn'), t('insight.guests'), t('insight.came'), t('insight.left')]
  const rows = counts.months.flatMap((month) => month.counts.map((one) => [month.begins_on.slice(0, 7), names.get(one.stage) ?? one.stage, one.guests ?? '', one.came, one.left]))
  return (
    <Card
      title={t('insight.months')}
      aside={
        <span className={css.tools}>
          <Button type="link" size="small" href={csvAddress([head, ...rows])} download="lifecycle.csv">
            CSV
          </Button>
          <Segmented size="small" value={view} onChange={(value) => change({ view: value === 'standing' ? undefined : value })} options={views.map((value) => ({ value, label: t(`insight.view.${value}`) }))} />
        </span>
      }
    >
      <Chart className={css.chart} option={option} label={t('insight.monthsAlt')} onPick={({ series }) => change({ stage: stageOrder.find((one) => names.get(one) === series) })} />
    </Card>
  )
}

function optionOf(counts: LifecycleCounts, view: (typeof views)[number], names: Map<string, string>, { palette, narrow }: { palette: Palette; narrow: boolean }): ChartOption {
  const of = (stage: StageOfMonth) => counts.months.map((month) => month.counts.find((one) => one.stage === stage))
  const bars = (stage: StageOfMonth, data: number[]) => ({ type: 'bar', stack: 'all', name: names.get(stage), data, barMaxWidth: 28, cursor: 'pointer', itemStyle: { color: palette[stageTones[stage]] } })
  const series = stageOrder.flatMap((stage) => (view === 'standing' ? [bars(stage, of(stage).map((one) => one?.guests ?? 0))] : [bars(stage, of(stage).map((one) => one?.came ?? 0)), bars(stage, of(stage).map((one) => -(one?.left ?? 0)))]))
  return {
    grid: { left: 8, right: 8, top: narrow ? 56 : 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, data: stageOrder.map((stage) => names.get(stage)) },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: counts.months.map((month) => month.begins_on.slice(0, 7)), axisLine: { onZero: true } },
    yAxis: { type: 'value', minInterval: 1 },
    series,
  }
}
