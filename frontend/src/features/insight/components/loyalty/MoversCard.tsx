import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type IndexGuest, useIndexMovers } from '@/lib/loyaltyIndex'
import { Card } from '@/ui/Card'
import { monthText } from '@/ui/loyalty/IndexMonths'
import { TableSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import css from './LoyaltyIndex.module.css'

const backs = [1, 3, 6] as const
const SHOWN = 8

/** Whose index rose and fell most. */
export function MoversCard() {
  const { t } = useTranslation()
  const [back, setBack] = useState<(typeof backs)[number]>(3)
  const movers = useIndexMovers(back)
  const options = backs.map((one) => ({ value: one, label: t(`loyalty_index.back.${one}`) }))
  const since = movers.data?.since
  return (
    <Card title={t('loyalty_index.movers')} aside={<Segmented size="small" options={options} value={back} onChange={setBack} />}>
      {movers.isPending ? <TableSkeleton columns={2} rows={5} /> : null}
      {movers.isError ? <ErrorState error={movers.error} onRetry={() => void movers.refetch()} /> : null}
      {movers.data && !since ? <p className="muted">{t('loyalty_index.noMovers')}</p> : null}
      {movers.data && since ? (
        <>
          <p className="muted small">{t('loyalty_index.moversSince', { month: monthText(since) })}</p>
          <div className={css.halves}>
            <Movers title={t('loyalty_index.rose')} guests={movers.data.up} />
            <Movers title={t('loyalty_index.fell')} guests={movers.data.down} />
          </div>
        </>
      ) : null}
    </Card>
  )
}

function Movers({ title, guests }: { title: string; guests: readonly IndexGuest[] }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3 className={css.sub}>{title}</h3>
      {guests.length === 0 ? <p className="muted">{t('loyalty_index.nobodyMoved')}</p> : null}
      <ul className={css.movers}>
        {guests.slice(0, SHOWN).map((one) => (
          <li key={one.guest_id}>
            <Link to="/guests/$guestId" params={{ guestId: one.guest_id }}>
              {one.name || t('insight.nameless')}
            </Link>
            <span>{one.points === null ? '' : Math.round(one.points)}</span>
            <b data-way={(one.change ?? 0) > 0 ? 'up' : 'down'}>
              {(one.change ?? 0) > 0 ? '+' : '−'}
              {Math.abs(one.change ?? 0).toFixed(0)}
            </b>
          </li>
        ))}
      </ul>
    </section>
  )
}
