import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PriceDecision } from '@/lib/decisions'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { ExplanationDrawer } from '@/ui/ExplanationDrawer'
import { Line, Lines, Note } from '@/ui/Layout'
import { Instant, Money } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useGuestPrices } from '../api/decisions'
import css from './Guest.module.css'

/** Prices and offers made to this guest: what was asked, the public price beside it, and why, in words for the guest; not there before any was made. */
export function PricesCard({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const prices = useGuestPrices(recordId)
  const [open, setOpen] = useState('')
  if (prices.isPending) return <CardSkeleton lines={2} />
  const made = prices.data?.pages.flatMap((page) => page.items) ?? []
  if (prices.isSuccess && made.length === 0) return null
  return (
    <Card title={t('guests.prices')}>
      {prices.isError ? <ErrorState error={prices.error} onRetry={() => void prices.refetch()} /> : null}
      <Lines>
        {made.map((one) => (
          <li key={one.id}>
            <Price made={one} onWhy={() => setOpen(one.id)} />
          </li>
        ))}
      </Lines>
      {prices.hasNextPage ? (
        <Button size="small" loading={prices.isFetchingNextPage} onClick={() => void prices.fetchNextPage()}>
          {t('guests.older')}
        </Button>
      ) : null}
      {open ? <ExplanationDrawer id={open} recordId={recordId} onClose={() => setOpen('')} /> : null}
    </Card>
  )
}

function Price({ made, onWhy }: { made: PriceDecision; onWhy: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const isPublic = made.price_minor === made.public_price_minor
  return (
    <>
      <Line>
        <b>{made.offer}</b>
        <Money minor={made.price_minor} currency={made.currency} />
      </Line>
      <Note>{said(made.explanation)}</Note>
      <Line>
        <span className="muted small">
          <Instant at={made.decided_at} /> · {isPublic ? t('guests.samePrice') : t('guests.publicPrice')}{' '}
          {isPublic ? null : <Money minor={made.public_price_minor} currency={made.currency} />}
        </span>
        <button type="button" className={css.why} onClick={onWhy}>
          {t('guests.whyOffer')}
        </button>
      </Line>
    </>
  )
}
