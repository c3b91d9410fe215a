import { Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CouponBatch, type GivenCoupon, useCouponBatches, useCouponBundles, useGiveBundle, useGiveCoupon, useMemberCoupons } from '@/lib/coupons'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useMemberTier } from '@/lib/loyalty'
import { FormDrawer } from '../FormDrawer'
import { Note } from '../Layout'
import { CardSkeleton } from '../Skeleton'
import { EmptyState, ErrorState } from '../States'
import { useSaved } from '../useSaved'
import { CopyText } from './CopyText'
import { useBundleWords, useCouponWords } from './couponWords'
import css from './Loyalty.module.css'

interface Props {
  member: Member
  programme: Programme
  onClose: () => void
}

interface Chosen {
  kind: 'batch' | 'bundle'
  id: string
}

/** A coupon for a member, or a bundle of several: chosen among what is open. The drawer keeps one key, so what is sent again is given once. */
export function GiveCouponDrawer({ member, programme, onClose }: Props) {
  const { t } = useTranslation()
  const [key] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<Chosen>()
  const give = useGiveCoupon(member.id)
  const giveBundle = useGiveBundle(member.id)
  const saved = useSaved()
  const given = give.data ? [give.data] : giveBundle.data
  if (given) return <Given member={member} given={given} onClose={onClose} />
  function run({ kind, id }: Chosen): void {
    const told = saved(t('loyalty_coupons.givenDone'))
    if (kind === 'batch') give.mutate({ key, batch_id: id }, told)
    else giveBundle.mutate({ key, bundle_id: id }, told)
  }
  return (
    <FormDrawer open title={t('loyalty_coupons.give')} saveLabel={t('loyalty_coupons.giveNow')} saving={give.isPending || giveBundle.isPending} incomplete={!chosen} onSave={chosen ? () => run(chosen) : undefined} onClose={onClose}>
      <Choices member={member} programme={programme} chosen={chosen} onChosen={setChosen} />
    </FormDrawer>
  )
}

/** What was given, with the codes that are told once. */
function Given({ member, given, onClose }: { member: Member; given: readonly GivenCoupon[]; onClose: () => void }) {
  const { t } = useTranslation()
  const codes = given.filter((one) => one.code)
  return (
    <FormDrawer open title={t('loyalty_coupons.give')} onClose={onClose}>
      <p>{t('loyalty_coupons.givenTo', { number: member.number })}</p>
      {codes.map((one) => (
        <p key={one.id}>
          <CopyText text={one.code} />
        </p>
      ))}
      {codes.length > 0 ? <Note>{t('loyalty_coupons.codeNote')}</Note> : null}
    </FormDrawer>
  )
}

function Choices({ member, programme, chosen, onChosen }: { member: Member; programme: Programme; chosen: Chosen | undefined; onChosen: (one: Chosen) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const batches = useCouponBatches(programme.id)
  const bundles = useCouponBundles(programme.id)
  const mine = useMemberCoupons(member.id)
  const tier = useMemberTier(member.id)
  const words = useCouponWords(programme)
  const parts = useBundleWords(batches.data ?? [])
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
    <Radio.Group className={css.choices} value={chosen?.id ?? null} aria-label={t('loyalty_coupons.batch')}>
      {open.map((one) => (
        <Choice key={one.id} value={one.id} isChosen={one.id === chosen?.id} short={why(one)} name={said(one.name)} worth={words.off(one.terms)} onChoose={() => onChosen({ kind: 'batch', id: one.id })}>
          {[words.days(one.terms), ...words.only(one.terms), t('loyalty_coupons.leftNow', { count: one.left, amount: countText(one.left) })].join(' · ')}
        </Choice>
      ))}
      {(bundles.data ?? []).map((one) => (
        <Choice key={one.id} value={one.id} isChosen={one.id === chosen?.id} short="" name={said(one.name)} worth={t('loyalty_coupons.bundle.one')} onChoose={() => onChosen({ kind: 'bundle', id: one.id })}>
          {parts(one)}
        </Choice>
      ))}
    </Radio.Group>
  )
}

interface ChoiceProps {
  value: string
  name: string
  worth: string
  /** Why it cannot be given; nothing where it can. */
  short: string
  isChosen: boolean
  onChoose: () => void
  children: ReactNode
}

function Choice({ value, name, worth, short, isChosen, onChoose, children }: ChoiceProps) {
  return (
    <Radio value={value} disabled={short !== ''} className={css.choice} data-chosen={isChosen || undefined} onChange={onChoose}>
      <span className={css.about}>
        <span className={css.head}>
          <b>{name}</b>
          <span>{worth}</span>
        </span>
        <small>{children}</small>
        {short ? <small data-short>{short}</small> : null}
      </span>
    </Radio>
  )
}
