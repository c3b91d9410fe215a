import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '@/lib/appearance'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { Card } from '@/ui/Card'
import { Chart, type ChartOption, type Picked } from '@/ui/chart/Chart'
import { Note } from '@/ui/Layout'
import { dark, light, type Palette } from '@/ui/theme/tokens'
import type { Association, Item } from '../api/associations'
import { kindOf, kinds, liftText, tones, useAssociationWords } from './AssociationWords'
import css from './Associations.module.css'

/** More lines than this are a tangle; the table has them all. */
const EDGES = 60
const EDGES_NARROW = 24

interface Props {
  rules: readonly Association[]
  onPick: (rule: string) => void
  onItem: (item: string) => void
}

/** Things as circles, as large as they have guests; a line between two that go together, as thick as the factor. */
export function AssociationGraph({ rules, onPick, onItem }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const { short } = useAssociationWords()
  const narrow = useNarrow()
  const palette = useAppearance().shown === 'dark' ? dark : light
  const edges = useMemo(() => edgesOf(rules, narrow ? EDGES_NARROW : EDGES), [rules, narrow])
  const items = useMemo(() => itemsOf(edges), [edges])
  const option = useMemo(() => optionOf({ edges, items, palette, name: (item) => said(item.name), short, legend: (kind) => t(`insight_associations.legend.${kind}`) }), [edges, items, palette, said, short, t])
  function open({ data }: Picked): void {
    const picked = data as { rule?: string; item?: string } | undefined
    if (picked?.rule) onPick(picked.rule)
    else if (picked?.item) onItem(picked.item)
  }
  return (
    <Card title={t('insight_associations.graph')}>
      <Chart className={css.graph} option={option} label={t('insight_associations.graphAlt', { items: items.length, edges: edges.length })} onPick={open} />
      <Note>{t('insight_associations.graphWords')}</Note>
    </Card>
  )
}

/** One line a pair, that of the direction in which more of the guests have both; rules of two conditions are in the table alone. */
function edgesOf(rules: readonly Association[], most: number): Association[] {
  const pairs = new Map<string, Association>()
  for (const rule of rules) {
    const [one] = rule.conditions
    if (!one || rule.conditions.length > 1) continue
    const pair = [one.code, rule.other.code].sort().join(' ')
    const known = pairs.get(pair)
    if (!known || known.confidence < rule.confidence) pairs.set(pair, rule)
  }
  return [...pairs.values()].slice(0, most)
}

function itemsOf(edges: readonly Association[]): Item[] {
  const items = new Map(edges.flatMap((rule) => [...rule.conditions, rule.other]).map((item) => [item.code, item]))
  return [...items.values()].sort((a, b) => kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)) || b.guests - a.guests)
}

interface Drawn {
  edges: readonly Association[]
  items: readonly Item[]
  palette: Palette
  name: (item: Item) => string
  short: (rule: Association) => string
  legend: (kind: (typeof kinds)[number]) => string
}

function optionOf({ edges, items, palette, name, short, legend }: Drawn): ChartOption {
  const most = Math.max(1, ...items.map((item) => item.guests))
  const used = kinds.filter((kind) => items.some((item) => kindOf(item) === kind))
  return {
    legend: { top: 0, left: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, data: used.map(legend), selectedMode: false },
    tooltip: { formatter: ({ data }: { data: { words?: string } }) => data.words ?? '' },
    series: [
      {
        type: 'graph',
        layout: 'circular',
        circular: { rotateLabel: true },
        top: 104,
        bottom: 76,
        left: 76,
        right: 76,
        roam: false,
        cursor: 'pointer',
        categories: used.map((kind) => ({ name: legend(kind), itemStyle: { color: palette[tones[kind]] } })),
        label: { show: true, position: 'right', color: palette.ink1, fontSize: 12 },
        emphasis: { focus: 'adjacency' },
        data: items.map((item) => ({
          id: item.code,
          name: name(item),
          item: item.code,
          category: used.indexOf(kindOf(item)),
          symbolSize: 8 + 26 * Math.sqrt(item.guests / most),
          words: `${name(item)} · ${countText(item.guests)}`,
        })),
        links: edges.map((rule) => ({
          source: rule.conditions[0]?.code ?? '',
          target: rule.other.code,
          rule: rule.id,
          words: `${short(rule)} · ×${liftText(rule.lift.value)}`,
          lineStyle: { width: Math.min(7, 1 + Math.log2(Math.max(1, rule.lift.value)) * 2), color: palette.ink3, opacity: 0.5, curveness: 0.25 },
        })),
      },
    ],
  }
}
