import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import type { Feature } from '@/lib/features'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { useFeatureWords } from '@/ui/FeatureWords'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { ColumnSummary } from '../api/insight'
import css from './Insight.module.css'

interface Props {
  feature: Feature
  summary: ColumnSummary
  label: string
}

interface Words {
  text: (value: number) => string
  middle: string
  mean: string
  half: string
  nearlyAll: string
}

/** Where the values lie on one axis: nearly all of them as a line, the middle half as a band, the median and the mean as marks. */
export function SpreadPlot({ feature, summary, label }: Props) {
  const { t } = useTranslation()
  const { value } = useFeatureWords()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo(
    () =>
      optionOf(summary, palette, {
        text: (one) => value(feature, one),
        middle: t('insight.place.middle'),
        mean: t('insight.mean'),
        half: t('insight.half'),
        nearlyAll: t('insight.nearlyAll'),
      }),
    [summary, palette, feature, value, t],
  )
  return <Chart className={css.plot} option={option} label={label} />
}

/** Marks that stand close to each other are named on either side of the band. */
function optionOf(summary: ColumnSummary, palette: Palette, words: Words): ChartOption {
  const [low, quarter, middle, upper, high, mean] = [summary.low ?? 0, summary.quarter ?? 0, summary.middle ?? 0, summary.three_quarters ?? 0, summary.high ?? 0, summary.mean ?? 0]
  const from = Math.min(low, mean)
  const until = Math.max(high, mean, from + Number.EPSILON)
  const line = (name: string, ends: [number, number], width: number, color: string) => ({
    type: 'line',
    name,
    data: ends.map((end) => [end, 0]),
    symbol: 'none',
    lineStyle: { width, color, cap: 'butt' },
    silent: true,
  })
  const mark = (name: string, at: number, color: string, place: 'top' | 'bottom') => ({
    type: 'line',
    name,
    data: [[at, 0]],
    symbol: 'rect',
    symbolSize: [3, 38],
    itemStyle: { color },
    label: { show: true, position: place, align: sideOf((at - from) / (until - from)), distance: 6, color, fontSize: 12, formatter: `${name} ${words.text(at)}` },
  })
  return {
    grid: { left: 12, right: 28, top: 30, bottom: 46 },
    xAxis: {
      type: 'value',
      scale: true,
      min: from,
      max: until === from ? from + 1 : until,
      splitNumber: 3,
      axisLine: { show: false },
      axisLabel: { show: true, showMinLabel: false, showMaxLabel: false, margin: 18, hideOverlap: true, formatter: words.text },
      splitLine: { show: true },
    },
    yAxis: { type: 'value', min: -1, max: 1, show: false },
    series: [
      line(words.nearlyAll, [low, high], 4, palette.line),
      line(words.half, [quarter, upper], 24, palette.jadeSoft),
      mark(words.middle, middle, palette.jade, 'top'),
      mark(words.mean, mean, palette.amberInk, 'bottom'),
    ],
  }
}

/** Names at the ends stay inside the picture. */
function sideOf(share: number): 'left' | 'center' | 'right' {
  if (share < 0.2) return 'left'
  return share > 0.8 ? 'right' : 'center'
}
