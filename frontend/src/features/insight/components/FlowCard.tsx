import { Button, Segmented } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import css from './Flow.module.css'
import type { Move, Place } from './FlowPlot'

const FlowPlot = lazy(() => import('./FlowPlot').then((module) => ({ default: module.FlowPlot })))

/** More bands than this lie over each other; the list has them all. */
const BANDS = 24

interface Props {
  title: string
  tools: ReactNode
  /** What stands over the left end, and over the right. */
  ends: [string, string]
  places: readonly Place[]
  moves: readonly Move[]
  note: string
  file: string
  onPick: (before: string | undefined, after: string | undefined) => void
}

/** How guests went from place to place, as bands or as a list; each leads to the guests who went. */
export function FlowCard({ title, tools, ends, places, moves, note, file, onPick }: Props) {
  const { t } = useTranslation()
  const [shape, setShape] = useState<'chart' | 'list'>('chart')
  const sorted = [...moves].sort((one, other) => other.guests - one.guests)
  const nameOf = (key: string) => places.find((one) => one.key === key)?.name ?? key
  const rows = [[t('insight_flow.from'), t('insight_flow.to'), t('insight.guests')], ...sorted.map((move) => [nameOf(move.before), nameOf(move.after), move.guests])]
  const shapes = (['chart', 'list'] as const).map((value) => ({ value, label: t(`insight_flow.${value}`) }))
  return (
    <Card
      title={title}
      aside={
        <span className={css.tools}>
          {tools}
          <Segmented size="small" value={shape} onChange={setShape} options={shapes} />
          <Button type="link" size="small" href={csvAddress(rows)} download={file}>
            CSV
          </Button>
        </span>
      }
    >
      {moves.length === 0 ? <p className="muted">{t('insight_flow.nobody')}</p> : null}
      {moves.length > 0 && shape === 'chart' ? (
        <>
          <div className={css.ends}>
            <span>{ends[0]}</span>
            <span>{ends[1]}</span>
          </div>
          <Suspense fallback={<CardSkeleton lines={8} />}>
            <FlowPlot label={t('insight_flow.alt', { title })} places={places} moves={sorted} drawn={BANDS} onPick={onPick} />
          </Suspense>
        </>
      ) : null}
      {shape === 'list' ? (
        <ul className={css.moves}>
          {sorted.map((move) => (
            <li key={`${move.before}.${move.after}`}>
              <button type="button" className={css.move} onClick={() => onPick(move.before, move.after)}>
                <span>
                  {nameOf(move.before)}
                  <span className={css.arrow}>→</span>
                  {nameOf(move.after)}
                </span>
                <span className={css.guests}>{countText(move.guests)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Note>
        {note} {shape === 'chart' && sorted.length > BANDS ? t('insight_flow.largest', { count: BANDS }) : ''}
      </Note>
    </Card>
  )
}
