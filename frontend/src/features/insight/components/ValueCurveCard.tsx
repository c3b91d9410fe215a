import { Button, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { csvAddress } from '@/lib/csv'
import { countText, digitsOf, moneyText, percentText, roundMoneyText, useFormat } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { useTiers } from '../api/policies'
import type { ValueDeciles } from '../api/value'
import css from './Demand.module.css'
import { boundsOf, type Point, pointsOf } from './valuePoints'
import { WorthDrawer } from './WorthDrawer'

const ValueCurve = lazy(() => import('./ValueCurve').then((module) => ({ default: module.ValueCurve })))
const shapes = ['chart', 'table'] as const

/** With how few guests how much of the value lies, as a curve or a table; each tenth leads to its guests. */
export function ValueCurveCard({ deciles }: { deciles: ValueDeciles }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const [shape, setShape] = useState<(typeof shapes)[number]>('chart')
  const [search, change] = useAddress()
  const tiers = useTiers()
  const points = pointsOf(deciles)
  const [first] = points
  const open = points.find((one) => String(one.number) === search.tenth)
  const pick = (number: number) => change({ tenth: String(number) })
  return (
    <Card
      title={t('insight_value.curve')}
      aside={
        <span className={css.tools}>
          <Button type="link" size="small" href={csvAddress(useRows(points, deciles.currency))} download="value.csv">
            CSV
          </Button>
          <Segmented size="small" value={shape} onChange={setShape} options={shapes.map((value) => ({ value, label: t(`insight_value.${value}`) }))} />
        </span>
      }
    >
      {first ? <p>{t('insight_value.lead', { guests: percentText(first.guestShare, 0), value: percentText(first.valueShare, 0), total: roundMoneyText(deciles.sum_minor, deciles.currency), all: countText(deciles.guests) })}</p> : null}
      {shape === 'chart' ? (
        <Suspense fallback={<CardSkeleton lines={8} />}>
          <ValueCurve points={points} bounds={boundsOf(tiers.data)} currency={deciles.currency} onPick={pick} />
        </Suspense>
      ) : (
        <Tenths points={points} currency={deciles.currency} onPick={pick} />
      )}
      <Note>
        {t('insight_value.curveWords')} {t('insight_value.asOf', { at: instant(deciles.as_of) })}
      </Note>
      {open ? <WorthDrawer tenth={open} currency={deciles.currency} onClose={() => change({ tenth: undefined })} /> : null}
    </Card>
  )
}

const columns = ['tenth', 'guests', 'mean', 'range', 'share', 'topShare'] as const

function Tenths({ points, currency, onPick }: { points: readonly Point[]; currency: string; onPick: (number: number) => void }) {
  const { t } = useTranslation()
  const money = (minor: number) => moneyText(minor, currency, true)
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((one) => (
              <th scope="col" key={one}>
                {t(`insight_value.column.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((one) => (
            <tr key={one.number}>
              <th scope="row">
                <Button type="link" size="small" onClick={() => onPick(one.number)}>
                  {t('insight_value.tenth', { number: one.number })}
                </Button>
              </th>
              <td>{countText(one.guests)}</td>
              <td>{money(one.mean_minor)}</td>
              <td>{t('insight_value.between', { low: money(one.low_minor), high: money(one.high_minor) })}</td>
              <td>{percentText(one.ownShare)}</td>
              <td>{percentText(one.valueShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function useRows(points: readonly Point[], currency: string): (string | number)[][] {
  const { t } = useTranslation()
  const unit = 10 ** digitsOf(currency)
  const names = ['tenth', 'guests', 'sum', 'mean', 'low', 'high', 'share', 'topGuests', 'topShare'] as const
  const head = names.map((one) => t(`insight_value.column.${one}`))
  return [head, ...points.map((one) => [one.number, one.guests, ...[one.sum_minor, one.mean_minor, one.low_minor, one.high_minor].map((minor) => minor / unit), one.ownShare, one.guestShare, one.valueShare])]
}
