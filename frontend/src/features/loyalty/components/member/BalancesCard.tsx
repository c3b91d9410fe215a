import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useBalances } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { bookingOf, dayBefore, useLoyaltyWords } from '@/ui/LoyaltyWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Link } from '@tanstack/react-router'
import { useLots } from '../../api/members'
import { AdjustDrawer } from './AdjustDrawer'
import css from './Member.module.css'

/** What the member has of each kind of points, and of the points to redeem what ends when. */
export function BalancesCard({ member, programme }: { member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const balances = useBalances(member.id)
  const mayAdjust = useMay('adjust_points') && member.state === 'active'
  const [open, setOpen] = useState(false)
  if (balances.isPending) return <CardSkeleton lines={4} />
  if (balances.isError) return <ErrorState error={balances.error} onRetry={() => void balances.refetch()} />
  const main = balances.data.find((one) => one.role === 'redeemable')
  return (
    <Card
      title={t('loyalty.balances')}
      aside={
        mayAdjust && programme ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('loyalty_adjust.title')}
          </Button>
        ) : null
      }
    >
      <div className={css.parts}>
        <ul className={css.lines}>
          {balances.data
            .filter((one) => one.role !== 'benefit' && (one.role !== 'green' || one.posted !== 0 || one.incoming !== 0))
            .map((one) => (
              <li key={one.account_id}>
                <span>
                  {said({ zh: one.name_zh, en: one.name_en })}
                  <small>{[one.incoming > 0 ? t('loyalty_member.incoming', { count: one.incoming, amount: countText(one.incoming) }) : '', one.reserved > 0 ? t('loyalty_member.reserved', { count: one.reserved, amount: countText(one.reserved) }) : ''].filter(Boolean).join(' · ')}</small>
                </span>
                <b className={css.count}>{countText(one.usable)}</b>
              </li>
            ))}
        </ul>
        {main ? <Lots memberId={member.id} kind={main.kind} programme={programme} /> : null}
      </div>
      {open && programme ? <AdjustDrawer member={member} programme={programme} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

/** What is left of each credit, what ends first on top, with the stay that brought it. */
function Lots({ memberId, kind, programme }: { memberId: string; kind: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(programme)
  const { data = [] } = useLots(memberId, kind)
  if (data.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{t('loyalty.lots', { kind: words.kind(kind) })}</h3>
      <ul className={css.lines}>
        {data.map((one) => {
          const booking = bookingOf(one.source)
          const cause = t(`loyalty_words.cause.${one.cause}`)
          return (
            <li key={one.id}>
              <span>
                {one.expires_on ? t('loyalty.usableUntil', { date: dateText(dayBefore(one.expires_on)) }) : t('loyalty.neverEnds')}
                <small>
                  {booking ? (
                    <Link to="/bookings/$bookingId" params={{ bookingId: booking }}>
                      {cause}
                    </Link>
                  ) : (
                    cause
                  )}{' '}
                  · {dateText(one.value_on)}
                </small>
              </span>
              <span className={css.count}>{one.unused === one.amount ? countText(one.unused) : t('loyalty.leftOf', { left: countText(one.unused), all: countText(one.amount) })}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
