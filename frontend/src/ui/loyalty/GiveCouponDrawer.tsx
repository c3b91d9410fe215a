import { Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CouponBatch, useCouponBatches, useGiveCoupon, useMemberCoupons } from '@/lib/coupons'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useMemberTier } from '@/lib/loyalty'
import { FormDrawer } from '../FormDrawer'
import { Note } from '../Layout'
import { CardSkeleton } from '../Skeleton'
import { EmptyState, ErrorState, RequestId } from '../States'
import { useSaved } from '../useSaved'
import { useCouponWords } from './couponWords'
import css from './Loyalty.module.css'

interface Props {
  member: Member
  programme: Programme
  onClose: () => void
}

/** A coupon for a member: chosen among the open batches. The drawer keeps one key, so what is sent again is given once. */
export function GiveCouponDrawer({ member, programme, onClose }: Props) {
  const { t } = useTranslation()
  const [key] = useState(() => crypto.randomUUID())
  const [batch, setBatch] = useState<string>()
  const give = useGiveCoupon(member.id)
  const saved = useSaved()
  if (give.data) {
    return (
      <FormDrawer open title={t('loyalty_coupons.give')} onClose={onClose}>
        <p>{t('loyalty_coupons.givenTo', { number: member.number })}</p>
        {give.data.code ? <RequestId value={give.data.code} /> : null}
        {give.data.code ? <Note>{t('loyalty_coupons.codeNote')}</Note> : null}
      </FormDrawer>
    )
  }
  return (
    <FormDrawer open title={t('loyalty_coupons.give')} saveLabel={t('loyalty_coupons.giveNow')} saving={give.isPending} incomplete={!batch} onSave={batch ? () => give.mutate({ key, batch_id: batch }, saved(t('loyalty_coupons.givenDone'))) : undefined} onClose={onClose}>
      <Choices member={member} programme={programme} batch={batch} onBatch={setBatch} />
    </FormDrawer>
  )
}

function Choices({ member, programme, batch, onBatch }: { member: Member; programme: Programme; batch: string | undefined; onBatch: (id: string) => void }) {
  const { t } = useTranslation()
  const batches = useCouponBatches(programme.id)
  const mine = useMemberCoupons(member.id)
  const tier = useMemberTier(member.id)
  const words = useCouponWords(programme)
  if (batches.isPending || mine.isPending || tier.isPending) return <CardSkeleton lines={5} />
  if (batches.isError || mine.isError) return <ErrorState error={batches.error ?? mine.error} onRetry={() => void batches.refetch()} />
  const why = (one: CouponBatch) => words.short(one, tier.data?.tier.code ?? '', mine.data.filter((had) => had.batch_code === one.code).length)
  const open = batches.data.filter((one) => one.is_open && one.mode === 'unique').sort((one, other) => Number(why(one) !== '') - Number(why(other) !== ''))
  if (open.length === 0) {
    return (
      <EmptyState icon="tag" title={t('loyalty_coupons.nothing')}>
        {t('loyalty_coupons.nothingWords')}
      </EmptyState>
    )
  }
  return (
    <Radio.Group className={css.choices} value={batch ?? null} aria-label={t('loyalty_coupons.batch')} onChange={(event) => onBatch(event.target.value as string)}>
      {open.map((one) => (
        <Choice key={one.id} batch={one} programme={programme} short={why(one)} isChosen={one.id === batch} />
      ))}
    </Radio.Group>
  )
}

function Choice({ batch, programme, short, isChosen }: { batch: CouponBatch; programme: Programme; short: string; isChosen: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useCouponWords(programme)
  return (
    <Radio value={batch.id} disabled={short !== ''} className={css.choice} data-chosen={isChosen || undefined}>
      <span className={css.about}>
        <span className={css.head}>
          <b>{said(batch.name)}</b>
          <span>{words.off(batch.terms)}</span>
        </span>
        <small>{[words.days(batch.terms), ...words.only(batch.terms), t('loyalty_coupons.leftNow', { count: batch.left, amount: countText(batch.left) })].join(' · ')}</small>
        {short ? <small data-short>{short}</small> : null}
      </span>
    </Radio>
  )
}
