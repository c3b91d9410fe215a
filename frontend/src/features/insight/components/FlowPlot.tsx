import { useMemo } from 'react'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { useNarrow } from '@/lib/screen'
import { Chart, type ChartOption, type Picked } from '@/ui/chart/Chart'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import css from './Flow.module.css'

export interface Place {
  key: string
  name: string
  tone: keyof Palette
}

/** Guests who went from one place to another; the tone says whether that is good. */
export interface Move {
  before: string
  after: string
  guests: number
  tone: keyof Palette
}

interface Props {
  label: string
  places: readonly Place[]
  /** All moves, for the numbers at the ends; the first `drawn` of them are bands. */
  moves: readonly Move[]
  drawn: number
  onPick: (before: string | undefined, after: string | undefined) => void
}

const FROM = 'from.'
const TO = 'to.'
const ROW_PX = 34

/** Bands from where guests were, on the left, to where they went, on the right, as wide as there were guests. */
export function FlowPlot({ label, places, moves, drawn, onPick }: Props) {
  const palette = useAppearance().shown === 'dark' ? dark : light
  const narrow = useNarrow()
  const option = useMemo(() => optionOf(places, moves, { drawn, narrow }, palette), [places, moves, drawn, narrow, palette])
  const bands = moves.slice(0, drawn)
  const rows = Math.max(countOf(bands, 'before'), countOf(bands, 'after'))
  function open({ name, data }: Picked): void {
    const link = data as { source?: string; target?: string } | undefined
    const [source, target] = [link?.source ?? name, link?.target ?? name]
    onPick(source.startsWith(FROM) ? source.slice(FROM.length) : undefined, target.startsWith(TO) ? target.slice(TO.length) : undefined)
  }
  return (
    <div className={css.plot} style={{ height: Math.max(240, 48 + rows * ROW_PX) }}>
      <Chart className={css.fill} option={option} label={label} onPick={open} />
    </div>
  )
}

function countOf(moves: readonly Move[], end: 'before' | 'after'): number {
  return new Set(moves.map((move) => move[end])).size
}

function optionOf(places: readonly Place[], moves: readonly Move[], { drawn, narrow }: { drawn: number; narrow: boolean }, palette: Palette): ChartOption {
  const bands = moves.slice(0, drawn)
  const nameOf = (key: string) => places.find((one) => one.key === key)?.name ?? key
  const nodesOf = (end: 'before' | 'after', prefix: string) =>
    places.flatMap((place) => {
      const guests = moves.filter((move) => move[end] === place.key).reduce((sum, move) => sum + move.guests, 0)
      const width = bands.filter((move) => move[end] === place.key).reduce((sum, move) => sum + move.guests, 0)
      const label = { position: end === 'before' ? 'right' : 'left', formatter: `${place.name}  ${countText(guests)}`, width: narrow ? 130 : undefined, overflow: 'truncate' }
      return width > 0 ? [{ name: prefix + place.key, value: width, depth: end === 'before' ? 0 : 1, itemStyle: { color: palette[place.tone], borderWidth: 0 }, label }] : []
    })
  const links = bands.map((move) => ({ source: FROM + move.before, target: TO + move.after, value: move.guests, lineStyle: { color: palette[move.tone] } }))
  const words = ({ data }: { data: { source?: string; target?: string; name?: string; value: number } }) =>
    data.source && data.target ? `${nameOf(data.source.slice(FROM.length))} → ${nameOf(data.target.slice(TO.length))}  <b>${countText(data.value)}</b>` : ''
  return {
    tooltip: { trigger: 'item', formatter: words },
    series: [
      {
        type: 'sankey',
        left: 0,
        right: 4,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 12,
        draggable: false,
        cursor: 'pointer',
        layoutIterations: 0,
        emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.75 } },
        lineStyle: { opacity: 0.38, curveness: 0.5 },
        label: { color: palette.ink1, fontSize: 12, textBorderWidth: 3, textBorderColor: palette.card },
        data: [...nodesOf('before', FROM), ...nodesOf('after', TO)],
        links,
      },
    ],
  }
}
