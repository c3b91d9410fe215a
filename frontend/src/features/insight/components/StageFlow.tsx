import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { LifecycleCounts, LifecycleMonth } from '../api/standing'
import { BehindDrawer } from './BehindDrawer'
import { FlowCard } from './FlowCard'
import type { Place } from './FlowPlot'
import { stageTones } from './stages'

const ANY = 'any'
const tones: Partial<Record<string, Place['tone']>> = stageTones

/** Who went from stage to stage within one month. */
export function StageFlow({ counts }: { counts: LifecycleCounts }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const months = counts.months.map(nameOfMonth).reverse()
  const month = counts.months.find((one) => nameOfMonth(one) === search.month) ?? counts.months.at(-1)
  if (!month) return null
  const places = counts.stages.map((one): Place => ({ key: one.code, name: said(one.name), tone: tones[one.code] ?? 'ink3' }))
  const moves = month.moves.map((one) => ({ ...one, tone: tones[one.after] ?? 'ink3' }))
  const moved = moves.reduce((sum, one) => sum + one.guests, 0)
  const key = nameOfMonth(month)
  return (
    <>
      <FlowCard
        title={t('insight_flow.stages')}
        tools={<Select size="small" aria-label={t('insight.month')} value={key} onChange={(value) => change({ month: value === months[0] ? undefined : value })} options={months.map((value) => ({ value, label: value }))} />}
        ends={[t('insight_flow.before'), t('insight_flow.after')]}
        places={places}
        moves={moves}
        note={t('insight_flow.stagesNote', { month: key, guests: countText(moved) })}
        file={`lifecycle-${key}.csv`}
        onPick={(before, after) => change({ moved: `${key}.${before ?? ANY}.${after ?? ANY}` })}
      />
      <Behind counts={counts} />
    </>
  )
}

function Behind({ counts }: { counts: LifecycleCounts }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const [month, before, after] = search.moved?.split('.') ?? []
  if (!search.moved || !month || !before || !after) return null
  const nameOf = (code: string) => (code === ANY ? t('insight_flow.any') : said(counts.stages.find((one) => one.code === code)?.name))
  const title = t('insight_flow.moved', { month, before: nameOf(before), after: nameOf(after) })
  return <BehindDrawer behind={{ kind: 'stage_move', key: search.moved, scale: 'quintiles' }} title={title} onClose={() => change({ moved: undefined })} />
}

function nameOfMonth(month: LifecycleMonth): string {
  return month.begins_on.slice(0, 7)
}
