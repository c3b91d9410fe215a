import { useTranslation } from 'react-i18next'
import { Button } from 'antd'
import { useState } from 'react'
import { csvAddress } from '@/lib/csv'
import { countText } from '@/lib/format'
import { useTierNames } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import type { Programme } from '../api/programmes'
import type { TierBoard } from '../api/tiers'
import { Scroll } from '@/ui/Scroll'
import css from './Loyalty.module.css'

/** Rows that are shown before all are asked for. */
const SHOWN = 8
const ways = ['came_up', 'came_down', 'went_up', 'went_down'] as const

/** Who moved into and out of each tier, month by month. */
export function MovesCard({ programme, moves }: { programme: Programme; moves: TierBoard['moves'] }) {
  const { t } = useTranslation()
  const names = useTierNames(programme.id)
  const [isAll, setAll] = useState(false)
  const rows = [[t('loyalty.month'), t('loyalty.tier'), ...ways.map((one) => t(`loyalty_tiers.way.${one}`))], ...moves.map((one) => [one.month.slice(0, 7), names(one.tier), ...ways.map((way) => one[way])])]
  return (
    <Card
      title={t('loyalty_tiers.moves')}
      aside={
        moves.length > 0 ? (
          <Button type="link" size="small" href={csvAddress(rows)} download="tier-moves.csv">
            CSV
          </Button>
        ) : null
      }
    >
      {moves.length === 0 ? <p className="muted">{t('loyalty_tiers.movesNone')}</p> : <Table moves={isAll ? moves : moves.slice(0, SHOWN)} names={names} />}
      {!isAll && moves.length > SHOWN ? (
        <Button size="small" type="text" onClick={() => setAll(true)}>
          {t('words.more')}
        </Button>
      ) : null}
      <Note>{t('loyalty_tiers.movesNote')}</Note>
    </Card>
  )
}

function Table({ moves, names }: { moves: TierBoard['moves']; names: (code: string) => string }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('loyalty_tiers.moves')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('loyalty.month')}</th>
            <th scope="col">{t('loyalty.tier')}</th>
            {ways.map((one) => (
              <th scope="col" key={one}>
                {t(`loyalty_tiers.way.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moves.map((one) => (
            <tr key={`${one.month}${one.tier}`}>
              <th scope="row">{one.month.slice(0, 7)}</th>
              <td>{names(one.tier)}</td>
              {ways.map((way) => (
                <td key={way}>{one[way] ? countText(one[way]) : '—'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
