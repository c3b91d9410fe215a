import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMemberClubs } from '@/lib/clubs'
import { useMemberCoupons } from '@/lib/coupons'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useMemberships, useProgrammes } from '@/lib/loyalty'
import { useMemberOrders } from '@/lib/rewards'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Buttons } from '@/ui/Layout'
import { ClubLines } from '@/ui/loyalty/ClubLines'
import { CouponLines, isUsable } from '@/ui/loyalty/CouponLines'
import { GiveCouponDrawer } from '@/ui/loyalty/GiveCouponDrawer'
import { OrderLines } from '@/ui/loyalty/OrderLines'
import { RedeemDrawer } from '@/ui/loyalty/RedeemDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { BalanceLines } from './BalanceLines'
import { BenefitLines } from './BenefitLines'
import { ClaimDrawer } from './ClaimDrawer'
import { Invitation } from './Invitation'
import { LastEntries } from './LastEntries'
import css from './Member.module.css'
import { TierPart } from './TierPart'

/** The guest's membership, as a clerk needs it with the guest waiting; nothing where the company runs no programme. */
export function MemberCard({ guestId }: { guestId: string }) {
  const programmes = useProgrammes()
  const memberships = useMemberships(guestId)
  if (programmes.isPending || memberships.isPending) return <CardSkeleton lines={5} />
  if (programmes.isError || memberships.isError) {
    return (
      <Card>
        <ErrorState error={programmes.error ?? memberships.error} onRetry={() => void memberships.refetch()} />
      </Card>
    )
  }
  const active = memberships.data.filter((one) => one.state === 'active')
  const open = programmes.data.filter((one) => one.state === 'open' && !active.some((member) => member.programme_id === one.id))
  return (
    <>
      {active.map((one) => (
        <Membership key={one.id} member={one} programme={programmes.data.find((found) => found.id === one.programme_id)} guestId={guestId} />
      ))}
      {open.map((one) => (
        <Invitation key={one.id} programme={one} guestId={guestId} hadLeft={memberships.data.some((member) => member.programme_id === one.id)} />
      ))}
    </>
  )
}

/** That the guest is of the club, who looks after them, and the next event; nothing for everybody else. */
function Clubs({ memberId, programme }: { memberId: string; programme: Programme }) {
  const { data = [] } = useMemberClubs(memberId)
  return data.length > 0 ? <ClubLines clubs={data} zone={programme.time_zone} /> : null
}

function Membership({ member, programme, guestId }: { member: Member; programme: Programme | undefined; guestId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayServe = useMay('serve_members')
  const [open, setOpen] = useState<'claim' | 'redeem' | 'coupon'>()
  const close = () => setOpen(undefined)
  return (
    <Card
      title={said(programme?.name)}
      aside={
        <Link to="/loyalty/members/$memberId" params={{ memberId: member.id }} className="nowrap">
          {t('loyalty_member.number', { number: member.number })}
        </Link>
      }
    >
      <div className={css.parts}>
        <TierPart memberId={member.id} programme={programme} />
        {programme ? <Clubs memberId={member.id} programme={programme} /> : null}
        <BalanceLines memberId={member.id} />
        {mayServe ? (
          <Buttons>
            <Button size="small" onClick={() => setOpen('redeem')}>
              {t('loyalty_rewards.redeem')}
            </Button>
            <Button size="small" onClick={() => setOpen('coupon')}>
              {t('loyalty_coupons.give')}
            </Button>
            <Button size="small" onClick={() => setOpen('claim')}>
              {t('loyalty_member.claim')}
            </Button>
          </Buttons>
        ) : null}
        <BenefitLines memberId={member.id} />
        <Coupons member={member} programme={programme} />
        <HeldRewards memberId={member.id} programme={programme} />
        <LastEntries memberId={member.id} programme={programme} />
        <p className={css.all}>
          <Link to="/loyalty/members/$memberId" params={{ memberId: member.id }}>
            {t('loyalty_member.all')}
          </Link>
        </p>
      </div>
      {open === 'claim' ? <ClaimDrawer memberId={member.id} guestId={guestId} onClose={close} /> : null}
      {open === 'coupon' && programme ? <GiveCouponDrawer member={member} programme={programme} onClose={close} /> : null}
      {open === 'redeem' && programme ? <RedeemDrawer member={member} programme={programme} onClose={close} /> : null}
    </Card>
  )
}

/** Coupons that the guest can use now; nothing where there are none. */
function Coupons({ member, programme }: { member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const { data = [] } = useMemberCoupons(member.id)
  const usable = data.filter(isUsable)
  if (usable.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{t('loyalty_coupons.usable')}</h3>
      <CouponLines coupons={usable} member={member} programme={programme} />
    </section>
  )
}

/** Rewards that are held and wait for the guest's word; nothing where there are none. */
function HeldRewards({ memberId, programme }: { memberId: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const { data = [] } = useMemberOrders(memberId)
  const held = data.filter((one) => one.state === 'held')
  if (held.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{t('loyalty_rewards.held')}</h3>
      <OrderLines orders={held} programme={programme} />
    </section>
  )
}
