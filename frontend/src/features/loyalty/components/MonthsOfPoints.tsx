import { Button, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Scroll } from '@/ui/Scroll'
import { Bar } from '@/ui/Skeleton'
import type { MonthOfPoints as Month, Programme } from '../api/programmes'
import css from './Loyalty.module.css'

const MonthsPlot = lazy(() => import('./MonthsPlot').then((module) => ({ default: module.MonthsPlot })))
const parts = ['earned', 'taken_back', 'redeemed', 'expired', 'forfeited', 'adjusted'] as const

/** What was earned, used and ended month by month, summed from the ledger. */
export function MonthsOfPoints({ programme, months }: { programme: Programme; months: readonly Month[] }) {
  const { t } = useTranslation()
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const main = programme.kinds.find((one) => one.role === 'redeemable')?.code
  const rows = months.filter((one) => one.kind === main)
  const lines = [[t('loyalty.month'), ...parts.map((one) => t(`loyalty.moved.${one}`))], ...rows.map((one) => [one.month.slice(0, 7), ...parts.map((part) => one[part])])]
  const shapes = (['chart', 'table'] as const).map((value) => ({ value, label: t(`loyalty.${value}`) }))
  return (
    <Card
      title={t('loyalty.months')}
      aside={
        <span className={css.tools}>
          <Button type="link" size="small" href={csvAddress(lines)} download="points-by-month.csv">
            CSV
          </Button>
          <Segmented size="small" value={shape} onChange={setShape} options={shapes} />
        </span>
      }
    >
      {shape === 'chart' ? (
        <Suspense fallback={<Bar width={100} height={260} />}>
          <MonthsPlot rows={rows} label={t('loyalty.monthsAlt')} />
        </Suspense>
      ) : (
        <Table rows={rows} />
      )}
      <Note>{t('loyalty.monthsNote')}</Note>
    </Card>
  )
}

function Table({ rows }: { rows: readonly Month[] }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('loyalty.months')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('loyalty.month')}</th>
            {parts.map((one) => (
              <th scope="col" key={one}>
                {t(`loyalty.moved.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.month}>
              <th scope="row">{one.month.slice(0, 7)}</th>
              {parts.map((part) => (
                <td key={part}>{countText(one[part])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
