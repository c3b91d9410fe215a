import { Button, Slider } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { type Elasticities, type Elasticity, useElasticities, type WhatIf } from '../api/demand'
import css from './Demand.module.css'

/** How bookings went with price, and what another price would go with; or why that cannot be told. */
export function ElasticityCard({ series }: { series: string }) {
  const told = useElasticities(series)
  if (told.isPending) return <CardSkeleton lines={6} />
  if (told.isError) {
    return (
      <Card>
        <ErrorState error={told.error} onRetry={() => void told.refetch()} />
      </Card>
    )
  }
  return <Told key={series} found={told.data} />
}

function Told({ found }: { found: Elasticities }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [chosen, choose] = useState(0)
  const slice = found.slices[chosen] ?? found.slices[0]
  const head = [t('insight_demand.slice'), t('insight_demand.elasticity'), t('insight_demand.low', { level: 95 }), t('insight_demand.high', { level: 95 })]
  const rows = found.slices.map((one) => [said(one.label), one.elasticity?.value ?? said(one.why_not), one.elasticity?.low ?? '', one.elasticity?.high ?? ''])
  return (
    <Card
      title={t('insight_demand.price')}
      aside={
        <Button type="link" size="small" href={csvAddress([head, ...rows])} download="elasticity.csv">
          CSV
        </Button>
      }
    >
      <ul className={css.slices}>
        {found.slices.map((one, at) => (
          <li key={`${one.slice}.${one.code}`}>
            <button type="button" className={css.slice} aria-pressed={one === slice} onClick={() => choose(at)}>
              <span>{said(one.label)}</span>
              <Figure one={one} />
            </button>
          </li>
        ))}
      </ul>
      {slice ? <Slice key={chosen} slice={slice} /> : null}
      <Note>
        {said(found.caution)} {t('insight_demand.elasticityNote')} {t('insight_demand.priceAside', { from: found.weeks_from, until: found.weeks_until })}
      </Note>
    </Card>
  )
}

function Figure({ one }: { one: Elasticity }) {
  const { t } = useTranslation()
  if (!one.elasticity) return <span className={css.cannot}>{t('insight_demand.cannot')}</span>
  const { value, low, high } = one.elasticity
  return (
    <span className={css.figure}>
      <b>{value.toFixed(2)}</b> {t('insight_demand.interval', { low: low.toFixed(2), high: high.toFixed(2) })}
    </span>
  )
}

function Slice({ slice }: { slice: Elasticity }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (!slice.elasticity) {
    return (
      <div className={css.why}>
        <p>{said(slice.why_not)}</p>
        <p className={css.small}>{t('insight_demand.weeks', { weeks: slice.weeks, bookings: countText(slice.bookings) })}</p>
      </div>
    )
  }
  return (
    <div className={css.why}>
      <p>{t('insight_demand.means', { value: Math.abs(slice.elasticity.value).toFixed(1) })}</p>
      <Question slice={slice} />
    </div>
  )
}

/** A slider over the changes of price that were seen. */
function Question({ slice }: { slice: Elasticity }) {
  const { t } = useTranslation()
  const least = slice.what_if[0]
  const most = slice.what_if.at(-1)
  const [change, setChange] = useState(0)
  const told = slice.what_if.reduce<WhatIf | undefined>((best, one) => (best && Math.abs(best.change - change) <= Math.abs(one.change - change) ? best : one), undefined)
  if (!least || !most || !told) return null
  const words = change === 0 ? t('insight_demand.unchanged') : t('insight_demand.changeBy', { change: signed(change) })
  const against = (one: WhatIf['bookings']) => t('insight_demand.between', { level: 95, low: signed(one.low - 1), high: signed(one.high - 1) })
  return (
    <>
      <div className={css.slider}>
        <span>
          {t('insight_demand.whatIf')} <b>{words}</b>
        </span>
        <Slider min={least.change} max={most.change} step={null} marks={Object.fromEntries(slice.what_if.map((one) => [one.change, signed(one.change)]))} value={change} onChange={setChange} tooltip={{ open: false }} ariaLabelForHandle={t('insight_demand.whatIf')} />
      </div>
      <StatRow>
        <Stat label={t('insight_demand.ifBookings')} value={signed(told.bookings.value - 1)} against={against(told.bookings)} />
        <Stat label={t('insight_demand.ifRevenue')} value={signed(told.revenue.value - 1)} against={against(told.revenue)} />
      </StatRow>
      <p className={css.small}>{t('insight_demand.seen', { low: percentText(slice.seen_low ?? 1, 0), high: percentText(slice.seen_high ?? 1, 0) })}</p>
    </>
  )
}

function signed(share: number): string {
  const percent = Math.round(share * 100)
  return percent > 0 ? `+${percent}%` : percent < 0 ? `−${-percent}%` : '0%'
}
