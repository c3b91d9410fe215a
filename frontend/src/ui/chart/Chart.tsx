import { BarChart, CustomChart, GraphChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use as install } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useAppearance } from '@/lib/appearance'
import { chartTheme } from '../theme/echarts'

install([BarChart, CustomChart, GraphChart, LineChart, SankeyChart, ScatterChart, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent, AriaComponent, CanvasRenderer])

export type ChartOption = EChartsCoreOption

interface Props {
  option: ChartOption
  label: string
  className?: string
  onPick?: (what: Picked) => void
}

/** What was clicked; `data` is what the option gave of it. */
export interface Picked {
  name: string
  series: string
  data: unknown
}

/** A chart in the theme of the page; import it lazily, it is the largest thing the product loads. */
export function Chart({ option, label, className, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const { shown, still } = useAppearance()
  useEffect(() => {
    if (!place.current) return undefined
    const made = init(place.current, chartTheme(shown))
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(place.current)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [shown])
  useEffect(() => {
    chart.current?.setOption({ animation: !still, animationDuration: 120, ...option }, true)
  }, [option, still, shown])
  useEffect(() => {
    const made = chart.current
    if (!made || !onPick) return undefined
    const hear = (event: { name: string; seriesName?: string; data?: unknown }) => onPick({ name: event.name, series: event.seriesName ?? '', data: event.data })
    made.on('click', hear)
    return () => {
      made.off('click', hear)
    }
  }, [onPick, shown])
  return <div ref={place} className={className} role="img" aria-label={label} />
}
