import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { MemberCoupon } from '@/lib/coupons'
import { useSaid } from '@/lib/i18n'
import type { Member, Programme } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Status } from '../StatusTag'
import { useCouponWords } from './couponWords'
import css from './Loyalty.module.css'
import { UseCouponDrawer } from './UseCouponDrawer'

/** Whether a coupon can still be used to book. */
export function isUsable(one: MemberCoupon): boolean {
  return one.left > 0 && (one.last_on === null || one.last_on >= new Date().toLocaleDateString('sv'))
}

/** Coupons in a member's hand: worth what, until when, and what is left on each; whoever serves members uses one for them. */
export function CouponLines({ coupons, member, programme }: { coupons: readonly MemberCoupon[]; member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useCouponWords(programme)
  const mayServe = useMay('serve_members') && member.state === 'active' && programme !== undefined
  const [using, setUsing] = useState<MemberCoupon>()
  return (
    <>
      <ul className={css.lines}>
        {coupons.map((one) => {
          const until = one.last_on ? t('loyalty_coupons.lastOn', { date: dateText(one.last_on) }) : t('loyalty_words.forGood')
          return (
            <li key={one.id}>
              <span>
                {said(one.name)}
                <small>{[words.off(one.terms), until, ...words.only(one.terms)].join(' · ')}</small>
              </span>
              <span className={css.right}>
                <Status tone={isUsable(one) ? 'jade' : 'grey'}>{one.left > 0 && !isUsable(one) ? t('loyalty_coupons.over') : words.left(one)}</Status>
                {mayServe && isUsable(one) ? (
                  <Button size="small" aria-label={t('loyalty_coupons.use.this', { name: said(one.name) })} onClick={() => setUsing(one)}>
                    {t('loyalty_coupons.use.action')}
                  </Button>
                ) : null}
              </span>
            </li>
          )
        })}
      </ul>
      {using && programme ? <UseCouponDrawer coupon={using} member={member} programme={programme} onClose={() => setUsing(undefined)} /> : null}
    </>
  )
}
