import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { useNarrow } from '@/lib/screen'
import { useBookingWords } from '@/ui/BookingWords'
import { Card } from '@/ui/Card'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { csvAddress } from '@/lib/csv'
import { dark, light } from '@/ui/theme/tokens'
import type { MonthOfLine } from '../api/home'
import css from './Home.module.css'
import { REST, type Series, seriesOf, untilOf } from './months'

/** The months that are named below the bars, fewer on a phone; January with its year. */
const quarters = /-(01|04|07|10)$/
const halves = /-(01|07)$/

/** Bookings made month by month, by line; a click shows the bookings of that month. */
export function MonthsCard({ months }: { months: readonly MonthOfLine[] }) {
  const { t } = useTranslation()
  const line = useLineName()
  const navigate = useNavigate()
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const series = useMemo(() => seriesOf(months), [months])
  const grey = (useAppearance().shown === 'dark' ? dark : light).ink3
  const narrow = useNarrow()
  const option = useMemo(() => optionOf(series, line, { grey, narrow }), [series, line, grey, narrow])
  const rows = [[t('home.month'), ...series.lines.map(line)], ...series.months.map((month, at) => [month, ...series.lines.map((one) => series.of(one)[at] ?? 0)])]
  function open(month: string, name: string): void {
    const chosen = series.lines.find((one) => one !== REST && line(one) === name)
    void navigate({ to: '/bookings', search: { booked_from: `${month}-01`, booked_until: untilOf(month), line: chosen } })
  }
  return (
    <Card
      title={t('home.months')}
      aside={
        <span className={css.tools}>
          <Button type="link" size="small" href={csvAddress(rows)} download="bookings-by-month.csv">
            CSV
          </Button>
          <Segmented
            size="small"
            value={shape}
            onChange={setShape}
            options={[
              { value: 'chart', label: t('home.chart') },
              { value: 'table', label: t('home.table') },
            ]}
          />
        </span>
      }
    >
      {shape === 'chart' ? (
        <Chart className={css.chart} option={option} label={t('home.monthsAlt')} onPick={({ name, series: of }) => open(name, of)} />
      ) : (
        <MonthsTable series={series} onPick={open} />
      )}
    </Card>
  )
}

function useLineName(): (value: string) => string {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  return useCallback((value: string) => (value === REST ? t('home.rest') : line(value)), [t, line])
}

function optionOf(series: Series, line: (value: string) => string, { grey, narrow }: { grey: string; narrow: boolean }): ChartOption {
  return {
    grid: { left: 8, right: 8, top: narrow ? 56 : 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: 'circle', itemWidth: 8, itemHeight: 8 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: series.months, axisLabel: { interval: (_: number, month: string) => (narrow ? halves : quarters).test(month), formatter: (month: string) => (month.endsWith('-01') ? month : month.slice(5)) } },
    yAxis: { type: 'value', minInterval: 1 },
    series: series.lines.map((one) => ({ type: 'bar', stack: 'all', name: line(one), data: series.of(one), barMaxWidth: 28, cursor: 'pointer', ...(one === REST ? { itemStyle: { color: grey } } : {}) })),
  }
}

function MonthsTable({ series, onPick }: { series: Series; onPick: (month: string, line: string) => void }) {
  const { t } = useTranslation()
  const line = useLineName()
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('home.month')}</th>
            {series.lines.map((one) => (
              <th scope="col" key={one}>
                {line(one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.months.map((month, at) => (
            <tr key={month}>
              <th scope="row">
                <Button type="link" size="small" onClick={() => onPick(month, '')}>
                  {month}
                </Button>
              </th>
              {series.lines.map((one) => (
                <td key={one}>{countText(series.of(one)[at] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
