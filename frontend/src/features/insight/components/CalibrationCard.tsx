import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { csvAddress } from '@/lib/csv'
import { countText, percentText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Chart, type ChartOption } from '@/ui/chart/Chart'
import { Note } from '@/ui/Layout'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { Bin } from '../api/models'
import css from './Models.module.css'
import { axisText, figureText } from './ModelWords'

interface Words {
  said: string
  came: string
  axis: (value: number) => string
  tip: (bin: Bin) => string
}

/** What was said against what came: on the diagonal every number means what it says. */
export function CalibrationCard({ bins, isCount = false, isOfDays = false }: { bins: readonly Bin[]; isCount?: boolean; isOfDays?: boolean }) {
  const { t } = useTranslation()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const isShare = !isCount && !isOfDays && bins.every((bin) => bin.said <= 1 && bin.came <= 1)
  const option = useMemo(() => {
    const text = (value: number) => (isShare ? percentText(value, 0) : figureText(value))
    const axis = (value: number) => (isShare ? percentText(value, 0) : axisText(value))
    const tip = (bin: Bin) => t(isOfDays ? 'insight_models.binWordsOfDays' : 'insight_models.binWords', { said: text(bin.said), came: text(bin.came), low: text(bin.low), high: text(bin.high), rows: countText(bin.rows) })
    return optionOf(bins, palette, { said: t('insight_models.said'), came: t('insight_models.came'), axis, tip })
  }, [bins, palette, isShare, isOfDays, t])
  const head = [t('insight_models.said'), t('insight_models.came'), t('insight_models.low'), t('insight_models.high'), t(isOfDays ? 'insight_models.forecastsColumn' : 'insight_models.rowsColumn')]
  return (
    <Card
      title={t('insight_models.calibration')}
      aside={
        <Button type="link" size="small" href={csvAddress([head, ...bins.map((bin) => [bin.said, bin.came, bin.low, bin.high, bin.rows])])} download="calibration.csv">
          CSV
        </Button>
      }
    >
      <Chart className={css.calibration} option={option} label={t('insight_models.calibrationAlt')} />
      <Note>{t(isOfDays ? 'insight_models.calibrationWordsOfDays' : 'insight_models.calibrationWords')}</Note>
    </Card>
  )
}

function optionOf(bins: readonly Bin[], palette: Palette, words: Words): ChartOption {
  const most = Math.max(...bins.flatMap((bin) => [bin.said, bin.high])) * 1.04 || 1
  const least = Math.min(0, ...bins.flatMap((bin) => [bin.said, bin.low]))
  const rows = Math.max(...bins.map((bin) => bin.rows))
  const axis = { type: 'value', min: least, max: most, splitNumber: 4, axisLabel: { formatter: words.axis, showMaxLabel: false } }
  return {
    grid: { left: 8, right: 16, top: 28, bottom: 28, containLabel: true },
    tooltip: { trigger: 'item' },
    xAxis: { ...axis, name: words.said, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: palette.ink2 } },
    yAxis: { ...axis, name: words.came, nameTextStyle: { color: palette.ink2, align: 'left' } },
    series: [
      { type: 'line', silent: true, symbol: 'none', data: [[least, least], [most, most]], lineStyle: { color: palette.ink3, type: 'dashed', width: 1 } },
      bandOf(bins, palette.jade),
      { type: 'scatter', data: bins.map((bin) => [bin.said, bin.came]), symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => 6 + 8 * Math.sqrt((bins[dataIndex]?.rows ?? 0) / rows), itemStyle: { color: palette.jade }, tooltip: { formatter: ({ dataIndex }: { dataIndex: number }) => (bins[dataIndex] ? words.tip(bins[dataIndex]) : '') } },
    ],
  }
}

/** The interval of what came, as a band from bin to bin; a single bin has a bar. */
function bandOf(bins: readonly Bin[], color: string): object {
  const [first, ...others] = [...bins].sort((one, other) => one.said - other.said)
  if (!first || others.length === 0) return { type: 'line', silent: true, symbol: 'none', data: bins.flatMap((bin) => [[bin.said, bin.low], [bin.said, bin.high]]), lineStyle: { color, width: 2, opacity: 0.55 } }
  const sorted = [first, ...others]
  const renderItem = (_: unknown, { coord }: { coord: (at: [number, number]) => number[] }) => {
    const points = [...sorted.map((bin) => coord([bin.said, bin.high])), ...sorted.map((bin) => coord([bin.said, bin.low])).reverse()]
    return { type: 'polygon', shape: { points }, style: { fill: color, opacity: 0.18 } }
  }
  return { type: 'custom', silent: true, clip: true, z: 1, data: [[first.said, first.came]], renderItem }
}
