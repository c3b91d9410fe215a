import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, dateText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type RfmMigration, type RfmScale, useMigration } from '../api/standing'
import { BehindDrawer } from './BehindDrawer'
import { FlowCard } from './FlowCard'
import type { Move, Place } from './FlowPlot'

const ANY = 'any'
const NOT_YET = 'none'
const spans = ['1', '3', '6', '12', '24'] as const
/** The groups whose guests stay away; going there is no good news. */
const away = new Set(['attention', 'drifting', 'slipping', 'cannot_lose', 'hibernating', 'gone'])
const best = ['champions', 'loyal', 'potential', 'recent', 'promising']

/** How guests moved between the named groups, from some months ago until the snapshot. */
export function RfmFlow({ asOf, scale }: { asOf: string; scale: RfmScale }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const span = spans.find((one) => one === search.span) ?? '6'
  const after = asOf.slice(0, 10)
  const told = useMigration(earlier(after, Number(span)), after, scale)
  if (told.isPending) return <CardSkeleton lines={8} />
  if (told.isError)
    return (
      <Card title={t('insight_flow.groups')}>
        <ErrorState error={told.error} onRetry={() => void told.refetch()} />
      </Card>
    )
  return <Told told={told.data} span={span} />
}

function Told({ told, span }: { told: RfmMigration; span: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const places = [...told.groups.map((one): Place => ({ key: one.code, name: said(one.name), tone: away.has(one.code) ? 'amber' : 'jade' })), { key: NOT_YET, name: t('insight_flow.notYet'), tone: 'slate' } as const]
  const all = told.moves.map((one) => ({ before: one.before ?? NOT_YET, after: one.after ?? NOT_YET, guests: one.guests }))
  const known = sum(all.filter((one) => one.before !== NOT_YET))
  const stayed = sum(all.filter((one) => one.before === one.after))
  const moves = all.filter((one) => one.before !== one.after).map((one): Move => ({ ...one, tone: toneOf(one.before, one.after) }))
  const key = (before = ANY, after = ANY) => `${told.before_on}.${told.after_on}.${before}.${after}`
  return (
    <>
      <FlowCard
        title={t('insight_flow.groups')}
        tools={<Select size="small" aria-label={t('insight_flow.span')} value={span} onChange={(value) => change({ span: value === '6' ? undefined : value })} options={spans.map((value) => ({ value, label: t('insight_flow.months', { count: Number(value) }) }))} />}
        ends={[dateText(told.before_on), dateText(told.after_on)]}
        places={places}
        moves={moves}
        note={t('insight_flow.groupsNote', { stayed: countText(stayed), share: percentText(known > 0 ? stayed / known : 0, 0) })}
        file={`rfm-${told.before_on}-${told.after_on}.csv`}
        onPick={(before, after) => change({ moved: key(before, after) })}
      />
      {search.moved ? <Behind moved={search.moved} places={places} scale={told.scale} onClose={() => change({ moved: undefined })} /> : null}
    </>
  )
}

function Behind({ moved, places, scale, onClose }: { moved: string; places: readonly Place[]; scale: RfmScale; onClose: () => void }) {
  const { t } = useTranslation()
  const [from = '', until = '', before = ANY, after = ANY] = moved.split('.')
  const nameOf = (code: string) => (code === ANY ? t('insight_flow.any') : (places.find((one) => one.key === code)?.name ?? code))
  return <BehindDrawer behind={{ kind: 'rfm_move', key: moved, scale }} title={`${nameOf(before)} → ${nameOf(after)}`} words={`${dateText(from)} → ${dateText(until)}`} onClose={onClose} />
}

function sum(moves: readonly { guests: number }[]): number {
  return moves.reduce((all, one) => all + one.guests, 0)
}

/** New guests are news, not good or bad; from a good group to another is neither. */
function toneOf(before: string, after: string): Move['tone'] {
  if (before === NOT_YET) return 'slate'
  if (away.has(after)) return best.includes(before) ? 'cinnabar' : 'ink3'
  return away.has(before) ? 'jade' : 'olive'
}

/** The same day some months before; the last of a month stays the last. */
function earlier(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}
