import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText, dateText } from '@/lib/format'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { AudienceDay } from '../../api/audiences'
import css from './Kept.module.css'

/** Members by day as steps: they are counted once a day, and nothing is known in between. */
export function DaysPlot({ days, label }: { days: readonly AudienceDay[]; label: string }) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo(
    () =>
      optionOf(days, palette, (one) =>
        t('segment_kept.dayTip', { day: dateText(one.day), members: countText(one.members), entered: countText(one.entered), left: countText(one.left) }),
      ),
    [days, palette, t],
  )
  return <Chart className={css.chart} option={option} label={label} />
}

function optionOf(days: readonly AudienceDay[], palette: Palette, words: (one: AudienceDay) => string): ChartOption {
  return {
    grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'line' }, formatter: (found: unknown) => tipOf(days, found, words) },
    xAxis: { type: 'category', boundaryGap: false, data: days.map((one) => one.day), axisLabel: { hideOverlap: true, formatter: (day: string) => dateText(day) } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { formatter: (value: number) => countText(value) } },
    series: [
      {
        type: 'line',
        step: 'end',
        data: days.map((one) => one.members),
        symbol: 'none',
        lineStyle: { width: 2, color: palette.jade },
        itemStyle: { color: palette.jade },
        areaStyle: { color: palette.jade, opacity: 0.1 },
      },
    ],
  }
}

function tipOf(days: readonly AudienceDay[], found: unknown, words: (one: AudienceDay) => string): string {
  const place = Array.isArray(found) && found.length > 0 ? (found[0] as { dataIndex: number }).dataIndex : -1
  const one = days[place]
  return one ? words(one) : ''
}
