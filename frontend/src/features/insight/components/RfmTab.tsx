import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { type RfmGroup, type RfmMap, type RfmScale, useRfm } from '../api/standing'
import { BehindDrawer } from './BehindDrawer'
import { Begin, NoNumbers } from './Early'
import { hasRevenue, RfmCells } from './RfmCells'
import { RfmFlow } from './RfmFlow'
import css from './Standing.module.css'
import { useByRules } from './policyWords'

/** Who matters: recency by frequency, the named groups, and the guests behind each. */
export function RfmTab() {
  const [search] = useAddress()
  const scale: RfmScale = search.scale === 'thresholds' ? 'thresholds' : 'quintiles'
  const map = useRfm(scale)
  if (map.isPending) return <CardSkeleton lines={8} />
  if (map.isError) return <NoNumbers error={map.error} onRetry={() => void map.refetch()} />
  return map.data.guests === 0 ? <Begin /> : <Told map={map.data} scale={scale} />
}

function Told({ map, scale }: { map: RfmMap; scale: RfmScale }) {
  const { t } = useTranslation()
  const byRules = useByRules()
  const said = useSaid()
  const [search, change] = useAddress()
  const choose = (part: { cell?: string; group?: string }) => change({ cell: part.cell, group: part.group })
  const cell = map.cells.find((one) => `${one.recency}-${one.frequency}` === search.cell)
  const group = map.groups.find((one) => one.code === (cell?.group ?? search.group))
  const scales = (['quintiles', 'thresholds'] as const).map((value) => ({ value, label: t(`insight.scale.${value}`) }))
  return (
    <div className={css.stack}>
      <div className={css.halves}>
        <Card title={t('insight.map')} aside={<Segmented size="small" value={scale} options={scales} onChange={(value) => change({ scale: value === 'quintiles' ? undefined : value })} />}>
          <RfmCells map={map} onPick={(key) => choose({ cell: key })} />
          <Note>{t(hasRevenue(map) ? 'insight.mapWords' : 'insight.mapWordsOfGuests', { guests: countText(map.guests), prospects: countText(map.prospects), agencies: countText(map.agencies) })}{scale === 'thresholds' ? ` ${byRules(map.policy)}` : ''}</Note>
        </Card>
        <Card title={t('insight.groups')} aside={hasRevenue(map) ? <Legend /> : null}>
          <Groups groups={map.groups} isPaid={hasRevenue(map)} onPick={(code) => choose({ group: code })} />
        </Card>
      </div>
      <RfmFlow asOf={map.as_of} scale={scale} />
      {cell && group ? (
        <BehindDrawer behind={{ kind: 'rfm_cell', key: search.cell ?? '', scale }} title={t('insight.cellTitle', { recency: cell.recency, frequency: cell.frequency, count: cell.guests, guests: countText(cell.guests) })} words={`${said(group.name)}${t('insight.colon')}${said(group.meaning)}`} onClose={() => choose({})} />
      ) : null}
      {group && !cell ? (
        <BehindDrawer behind={{ kind: 'rfm_group', key: group.code, scale }} title={said(group.name)} words={said(group.meaning)} onClose={() => choose({})} />
      ) : null}
    </div>
  )
}

/** Which bar is which. */
function Legend() {
  const { t } = useTranslation()
  return (
    <span className={css.legend}>
      <span>{t('insight.guestShare')}</span>
      <span data-of="revenue">{t('insight.revenueShare')}</span>
    </span>
  )
}

function Groups({ groups, isPaid, onPick }: { groups: readonly RfmGroup[]; isPaid: boolean; onPick: (code: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const most = Math.max(0.01, ...groups.map((one) => Math.max(one.guest_share ?? 0, one.revenue_share ?? 0)))
  return (
    <ul className={css.groups}>
      {groups.map((group) => (
        <li key={group.code}>
          <button type="button" className={css.group} onClick={() => onPick(group.code)} title={said(group.meaning)}>
            <span className={css.groupName}>{said(group.name)}</span>
            <span className={css.groupCount}>{countText(group.guests)}</span>
            <span className={css.bars} aria-hidden="true">
              <i style={{ width: `${((group.guest_share ?? 0) / most) * 100}%` }} />
              <i data-of="revenue" style={{ width: `${(Math.max(0, group.revenue_share ?? 0) / most) * 100}%` }} />
            </span>
            <span className={css.groupShare}>{isPaid ? t('insight.sharesOf', { guests: percentText(group.guest_share ?? 0, 0), revenue: percentText(group.revenue_share ?? 0, 0) }) : percentText(group.guest_share ?? 0, 0)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
