import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { RfmCell, RfmMap } from '../api/standing'
import css from './Standing.module.css'

const scores = [1, 2, 3, 4, 5] as const
/** Where the ground is so dark that words on it are light. */
const DARK_FROM = 0.62

/** Whether any booking has an amount to share out. */
export function hasRevenue(map: RfmMap): boolean {
  return map.cells.some((cell) => (cell.revenue_share ?? 0) > 0)
}

/** Five by five: to the right who came lately, upwards who comes often; the darker, the more of the revenue, or of the guests where nothing has an amount. */
export function RfmCells({ map, onPick }: { map: RfmMap; onPick: (key: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const shareOf = (cell: RfmCell) => Math.max(0, (hasRevenue(map) ? cell.revenue_share : cell.guests / map.guests) ?? 0)
  const most = Math.max(0.0001, ...map.cells.map(shareOf))
  const at = (recency: number, frequency: number) => map.cells.find((cell) => cell.recency === recency && cell.frequency === frequency)
  const groupOf = (cell: RfmCell) => said(map.groups.find((one) => one.code === cell.group)?.name)
  const cellOf = (cell: RfmCell | undefined) => {
    if (!cell) return null
    const heat = Math.sqrt(shareOf(cell) / most)
    const share = percentText(shareOf(cell))
    const label = t(hasRevenue(map) ? 'insight.cellWords' : 'insight.cellWordsOfGuests', { recency: cell.recency, frequency: cell.frequency, group: groupOf(cell), guests: countText(cell.guests), share })
    return (
      <button key={cell.recency} type="button" className={css.cell} data-dark={heat > DARK_FROM || undefined} style={{ '--heat': `${Math.round(heat * 100)}%` } as React.CSSProperties} disabled={cell.guests === 0} aria-label={label} title={label} onClick={() => onPick(`${cell.recency}-${cell.frequency}`)}>
        <b>{countText(cell.guests)}</b>
        {cell.guests > 0 ? <span>{share}</span> : null}
      </button>
    )
  }
  return (
    <div className={css.map}>
      <div className={css.up}>{t('insight.frequencyAxis')}</div>
      <div className={css.cells}>
        {[...scores].reverse().flatMap((frequency) => scores.map((recency) => <div key={`${recency}-${frequency}`}>{cellOf(at(recency, frequency))}</div>))}
      </div>
      <div className={css.across}>
        <span>{t('insight.longAgo')}</span>
        <span>{t('insight.recencyAxis')}</span>
        <span>{t('insight.lately')}</span>
      </div>
    </div>
  )
}
