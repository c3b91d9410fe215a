import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { Card } from '@/ui/Card'
import type { Asked, ShownShare } from '../../api/recommended'
import type { Opened } from './RecommendedTab'
import css from './Recommended.module.css'
import { Whisker } from './Whisker'

/** What became of one place of the lists, or of those shown in one place. */
export interface ShareRow {
  name: string
  which: Pick<Asked, 'place' | 'surface'>
  shown: number
  clicked: ShownShare
  booked: ShownShare
}

interface Props {
  title: string
  head: string
  rows: readonly ShareRow[]
  onOpen: (opened: Opened) => void
}

/** Shares beside each other on one scale; every number opens the lists behind it. */
export function SharesCard({ title, head, rows, onOpen }: Props) {
  const { t } = useTranslation()
  const told = rows.flatMap((row) => [row.clicked, row.booked]).filter((one) => one.of > 0)
  const most = Math.max(0.01, ...told.map((one) => one.high))
  return (
    <Card title={title}>
      <table className={css.shares}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">{t('insight_recommended.shown')}</th>
            <th scope="col">{t('insight_recommended.clicked')}</th>
            <th scope="col">{t('insight_recommended.booked')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>
                <Door row={row} became="shown" count={row.shown} onOpen={onOpen}>
                  {countText(row.shown)}
                </Door>
              </td>
              <td>
                <Share share={row.clicked} row={row} became="clicked" most={most} onOpen={onOpen} />
              </td>
              <td>
                <Share share={row.booked} row={row} became="booked" most={most} onOpen={onOpen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

interface Inside {
  row: ShareRow
  became: 'shown' | 'clicked' | 'booked'
  onOpen: (opened: Opened) => void
}

function Share({ share, most, ...inside }: Inside & { share: ShownShare; most: number }) {
  const { t } = useTranslation()
  if (share.of === 0) return <span className="muted">{t('insight_recommended.notOver')}</span>
  return (
    <div className={css.share}>
      <span className={css.figure}>
        <Door {...inside} count={share.count}>
          {percentText(share.share, 1)}
        </Door>{' '}
        <span>{t('insight_recommended.part', { count: countText(share.count), of: countText(share.of) })}</span>
      </span>
      <Whisker of={share} most={most} />
      <span>{t('insight_recommended.range', { low: percentText(share.low, 1), high: percentText(share.high, 1) })}</span>
    </div>
  )
}

function Door({ row, became, count, onOpen, children }: Inside & { count: number; children: string }) {
  const { t } = useTranslation()
  const what = t(`insight_recommended.${became}`)
  if (count === 0) return <b className={css.none}>{children}</b>
  return (
    <button
      type="button"
      className={css.door}
      aria-label={t('insight_recommended.open', { name: row.name, what, count: countText(count) })}
      onClick={() => onOpen({ asked: { ...row.which, became }, name: t('insight_recommended.behindOf', { name: row.name, what }) })}
    >
      {children}
    </button>
  )
}
