import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { Chart, type ChartOption, type Picked } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { Demand, DemandDay } from '../api/demand'
import css from './Demand.module.css'
import { type Figures, useFigures } from './demandWords'

interface Words {
  came: string
  booked: string
  expected: string
  band80: string
  band95: string
  lastYear: string
  holidayOf: (day: string) => string
}

/** What came, what is on the books, and what is expected within its intervals; holidays stand behind it by name. */
export function DemandPlot({ demand, label, onPick }: { demand: Demand; label: string; onPick: (day: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const narrow = useNarrow()
  const figures = useFigures(demand.measure, demand.currency)
  const palette = useAppearance().shown === 'dark' ? dark : light
  const option = useMemo(() => {
    const holidayOf = (day: string) => said(demand.holidays.find((one) => one.begins_on <= day && day <= one.ends_on)?.name)
    const words = { came: t('insight_demand.came'), booked: t('insight_demand.booked'), expected: t('insight_demand.expected'), band80: t('insight_demand.band80'), band95: t('insight_demand.band95'), lastYear: t('insight_demand.lastYear'), holidayOf }
    return optionOf(demand, palette, words, figures, narrow)
  }, [demand, palette, figures, narrow, said, t])
  const pick = useCallback(({ name }: Picked) => onPick(name), [onPick])
  return <Chart className={css.plot} option={option} label={label} onPick={pick} />
}

function optionOf(demand: Demand, palette: Palette, words: Words, figures: Figures, narrow: boolean): ChartOption {
  const { days } = demand
  const of = (part: keyof DemandDay) => days.map((one) => one[part])
  const width = (low: 'low_80' | 'low_95', high: 'high_80' | 'high_95') => days.map((one) => (one[low] === null || one[high] === null ? null : one[high] - one[low]))
  const line = (name: string, data: unknown[], color: string, more: object = {}) => ({ type: 'line', name, data, showSymbol: false, symbol: 'circle', symbolSize: 6, itemStyle: { color }, lineStyle: { width: 1.75, color, ...more }, cursor: 'pointer', triggerLineEvent: true })
  const ground = (name: string, data: unknown[], stack: string) => ({ type: 'line', name, data, stack, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } })
  const band = (name: string, data: unknown[], stack: string, opacity: number) => ({ ...ground(name, data, stack), itemStyle: { color: palette.jade, opacity: opacity * 2.2 }, areaStyle: { color: palette.jade, opacity } })
  return {
    grid: { left: 4, right: 36, top: narrow ? 78 : 62, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, icon: 'roundRect', data: demand.has_forecast ? [words.came, words.booked, words.expected, words.band80, words.band95] : [words.came, words.booked], selectedMode: false },
    tooltip: { trigger: 'axis', confine: true, formatter: (found: unknown) => tipOf(days[placeOf(found)], words, figures) },
    xAxis: { type: 'category', data: of('day'), boundaryGap: false, axisLabel: { hideOverlap: true, formatter: (day: string) => dateText(day), interval: (_: number, day: string) => (days.length > 250 ? day.endsWith('-01') : day.endsWith('-01') || day.endsWith('-15')) } },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: figures.short } },
    series: [
      ground('low95', of('low_95'), 'b95'),
      { ...band(words.band95, width('low_95', 'high_95'), 'b95', 0.13), markArea: holidaysOf(demand, palette, words, narrow) },
      ground('low80', of('low_80'), 'b80'),
      band(words.band80, width('low_80', 'high_80'), 'b80', 0.2),
      line(words.booked, of('booked'), palette.slate),
      line(words.expected, of('expected'), palette.jade, { type: [5, 4] }),
      line(words.came, of('came'), palette.ink1),
    ],
  }
}

/** Days off on end as a veil over the days; of two that stand close the longer is named, the other left to the tooltip. */
function holidaysOf(demand: Demand, palette: Palette, words: Words, narrow: boolean): object {
  const apart = (demand.days.length * (narrow ? 32 : 8)) / 100
  const placed = demand.holidays.map((one) => ({ from: demand.days.findIndex((day) => day.day >= one.begins_on), until: demand.days.findIndex((day) => day.day >= one.ends_on), day: one.begins_on }))
  const isNamed = (one: (typeof placed)[number]) => placed.every((other) => other === one || Math.abs(other.from - one.from) >= apart || lengthOf(other) < lengthOf(one) || (lengthOf(other) === lengthOf(one) && other.from > one.from))
  const data = placed.map((one) => [{ name: isNamed(one) ? words.holidayOf(one.day) : '', xAxis: one.from }, { xAxis: Math.min(one.until + 1, demand.days.length - 1) }])
  return { silent: true, itemStyle: { color: palette.amber, opacity: 0.14 }, label: { color: palette.amberInk, fontSize: 12, position: 'top', distance: 4 }, data }
}

function lengthOf({ from, until }: { from: number; until: number }): number {
  return until - from
}

function placeOf(found: unknown): number {
  return Array.isArray(found) && found.length > 0 ? (found[0] as { dataIndex: number }).dataIndex : -1
}

function tipOf(day: DemandDay | undefined, words: Words, { whole }: Figures): string {
  if (!day) return ''
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang || 'zh-CN', { weekday: 'short' }).format(new Date(`${day.day}T00:00`))
  const between = (low: number | null, high: number | null) => (low === null || high === null ? null : `${whole(low)} – ${whole(high)}`)
  const text = (value: number | null) => (value === null ? null : whole(value))
  const lines: [string, string | null][] = [
    [words.came, text(day.came)],
    [words.booked, text(day.booked)],
    [words.expected, text(day.expected)],
    [words.band80, between(day.low_80, day.high_80)],
    [words.band95, between(day.low_95, day.high_95)],
    [words.lastYear, text(day.last_year)],
  ]
  const rows = lines.filter(([, value]) => value !== null).map(([name, value]) => `<div style="display:flex;gap:16px;justify-content:space-between"><span>${name}</span><b>${value ?? ''}</b></div>`)
  return `<div>${day.day} ${weekday} ${words.holidayOf(day.day)}</div>${rows.join('')}`
}
