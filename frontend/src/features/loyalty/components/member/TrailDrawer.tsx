import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import type { LedgerEntry, Programme } from '@/lib/loyalty'
import { FormDrawer } from '@/ui/FormDrawer'
import { KeyValues } from '@/ui/KeyValues'
import { bookingOf, dayBefore, useLoyaltyWords } from '@/ui/LoyaltyWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type EntryTrail, useTrail } from '../../api/members'
import css from './Member.module.css'
import { Steps } from './Steps'

interface Props {
  memberId: string
  entryId: string
  programme: Programme | undefined
  onOpen: (entryId: string) => void
  onClose: () => void
}

/** Why an entry is there, step by step; which points it took, and what used those it brought. */
export function TrailDrawer(props: Props) {
  const { t } = useTranslation()
  const trail = useTrail(props.memberId, props.entryId)
  return (
    <FormDrawer open title={t('loyalty.why')} onClose={props.onClose}>
      {trail.isPending ? <CardSkeleton lines={6} /> : null}
      {trail.isError ? <ErrorState error={trail.error} onRetry={() => void trail.refetch()} /> : null}
      {trail.data ? <Told {...props} trail={trail.data} /> : null}
    </FormDrawer>
  )
}

function Told({ trail, programme, onOpen }: Props & { trail: EntryTrail }) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(programme)
  const { entry } = trail
  const { what, state } = words.entry(entry)
  const booking = bookingOf(entry.source)
  const items = [
    { label: t('loyalty.what'), value: [what, state].filter(Boolean).join(' · ') },
    { label: t('loyalty.from'), value: booking ? <BookingLink id={booking} /> : null },
    { label: t('loyalty.booked'), value: dateText(entry.booked_on) },
    { label: t('loyalty.counts'), value: dateText(entry.value_on) },
    { label: t('loyalty.ends'), value: entry.expires_on ? dateText(dayBefore(entry.expires_on)) : null },
    { label: t('loyalty.leftNow'), value: trail.left === null ? null : t('loyalty.leftOf', { left: countText(trail.left), all: countText(Math.abs(entry.amount)) }) },
  ]
  return (
    <div className={css.parts}>
      <p className={css.large}>
        {words.signed(entry.amount)} {words.kind(entry.kind)}
      </p>
      <KeyValues items={items} />
      <Steps entry={entry} programme={programme} />
      <Part title={t('loyalty.taken')} rows={trail.taken.map((one) => ({ id: String(one.lot_id), entry: one.earned_by, cause: one.cause, source: one.source, day: one.value_on, amount: -one.amount }))} onOpen={onOpen} />
      <Part title={t('loyalty.spent')} rows={trail.spent.map((one) => ({ id: one.transfer_id ?? 'debt', entry: one.transfer_id, cause: one.cause, source: one.source, day: one.booked_on, amount: -one.amount }))} onOpen={onOpen} />
      <Part title={t('loyalty.follows')} rows={trail.follows.map((one) => ({ id: one.id, entry: one.id, cause: one.cause, source: '', day: one.booked_on, amount: one.amount, phase: one.phase }))} onOpen={onOpen} />
    </div>
  )
}

function BookingLink({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <Link to="/bookings/$bookingId" params={{ bookingId: id }}>
      {t('loyalty.openBooking')}
    </Link>
  )
}

interface Row {
  id: string
  entry: string | null
  cause: LedgerEntry['cause'] | null
  source: string
  day: string | null
  amount: number
  phase?: LedgerEntry['phase']
}

function Part({ title, rows, onOpen }: { title: string; rows: readonly Row[]; onOpen: (entryId: string) => void }) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(undefined)
  if (rows.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{title}</h3>
      <ul className={css.lines}>
        {rows.map((one) => {
          const said = one.cause ? words.entry({ cause: one.cause, phase: one.phase ?? 'posted' }) : { what: t('loyalty.paidDebt'), state: '' }
          const text = [said.what, said.state, one.day ? dateText(one.day) : ''].filter(Boolean).join(' · ')
          const { entry } = one
          return (
            <li key={one.id}>
              {entry ? (
                <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onOpen(entry)}>
                  {text}
                </Button>
              ) : (
                <span>{text}</span>
              )}
              <span className={css.count}>{words.signed(one.amount)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
