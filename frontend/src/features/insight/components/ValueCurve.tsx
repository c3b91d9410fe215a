import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText, moneyText, percentText } from '@/lib/format'
import { useNarrow } from '@/lib/screen'
import { Chart, type ChartOption, type Picked } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import css from './Demand.module.css'
import type { Bound, Point } from './valuePoints'

interface Props {
  points: readonly Point[]
  bounds: readonly Bound[]
  currency: string
  onPick: (number: number) => void
}

interface Words {
  guests: string
  value: string
  bound: (bound: Bound) => string
  tip: (point: Point) => string
}

/** The share of the value that the best guests hold; every dot is a tenth of the guests, the upright lines are the ends of the tiers. */
export function ValueCurve({ points, bounds, currency, onPick }: Props) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const narrow = useNarrow()
  const option = useMemo(() => {
    const money = (minor: number) => moneyText(minor, currency, true)
    return optionOf(points, bounds, palette, {
      guests: t('insight_value.axisGuests'),
      value: t('insight_value.axisValue'),
      bound: (one) => t(narrow ? 'insight_value.bound.short' : `insight_value.bound.${one.tier}`, { guests: percentText(one.guestShare, 0), value: percentText(one.valueShare, 0) }),
      tip: (one) => t('insight_value.tip', { top: percentText(one.guestShare, 0), value: percentText(one.valueShare, 0), guests: countText(one.guests), low: money(one.low_minor), high: money(one.high_minor) }),
    })
  }, [points, bounds, currency, palette, narrow, t])
  const pick = useCallback(
    ({ data }: Picked) => {
      const number = (data as { number?: number } | null)?.number
      if (number) onPick(number)
    },
    [onPick],
  )
  return <Chart className={css.plot} option={option} label={t('insight_value.alt')} onPick={pick} />
}

function optionOf(points: readonly Point[], bounds: readonly Bound[], palette: Palette, words: Words): ChartOption {
  const axis = { type: 'value', min: 0, max: 1, splitNumber: 5, nameTextStyle: { color: palette.ink2 }, axisLabel: { formatter: (value: number) => percentText(value, 0) } }
  return {
    grid: { left: 8, right: 24, top: 36, bottom: 28, containLabel: true },
    tooltip: { trigger: 'item', confine: true },
    xAxis: { ...axis, name: words.guests, nameLocation: 'middle', nameGap: 30 },
    yAxis: { ...axis, name: words.value, nameTextStyle: { color: palette.ink2, align: 'left' } },
    series: [
      { type: 'line', silent: true, symbol: 'none', data: [[0, 0], [1, 1]], lineStyle: { color: palette.ink3, type: 'dashed', width: 1 } },
      ...bounds.map((one) => boundOf(one, palette, words)),
      {
        type: 'line',
        symbol: 'circle',
        symbolSize: 9,
        showAllSymbol: true,
        cursor: 'pointer',
        itemStyle: { color: palette.jade },
        lineStyle: { color: palette.jade, width: 2 },
        areaStyle: { color: palette.jade, opacity: 0.1 },
        data: [{ value: [0, 0], symbol: 'none' }, ...points.map((one) => ({ value: [one.guestShare, one.valueShare], number: one.number }))],
        tooltip: { formatter: ({ dataIndex }: { dataIndex: number }) => tipOf(points[dataIndex - 1], words) },
      },
    ],
  }
}

function boundOf(bound: Bound, palette: Palette, words: Words): object {
  const color = bound.tier === 'high' ? palette.plum : palette.slate
  return {
    type: 'line',
    silent: true,
    symbol: 'circle',
    symbolSize: 1,
    data: [[bound.guestShare, 0], { value: [bound.guestShare, bound.valueShare], label: { show: true, position: [8, 10], align: 'left', color, fontSize: 12, padding: [2, 4], backgroundColor: palette.card, borderRadius: 4, formatter: words.bound(bound) } }],
    itemStyle: { color },
    lineStyle: { color, type: 'dashed', width: 1.5 },
  }
}

function tipOf(point: Point | undefined, words: Words): string {
  return point ? words.tip(point) : ''
}
