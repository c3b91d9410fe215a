import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMemberCoupons } from '@/lib/coupons'
import type { Member, Programme } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { CouponLines } from '@/ui/loyalty/CouponLines'
import { GiveCouponDrawer } from '@/ui/loyalty/GiveCouponDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'

/** The coupons that the member has, those that are used up or over too, and the way to give another. */
export function CouponsCard({ member, programme }: { member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const coupons = useMemberCoupons(member.id)
  const mayServe = useMay('serve_members') && member.state === 'active'
  const [open, setOpen] = useState(false)
  if (coupons.isPending) return <CardSkeleton lines={3} />
  if (coupons.isError) return <ErrorState error={coupons.error} onRetry={() => void coupons.refetch()} />
  const give = (
    <Button size="small" onClick={() => setOpen(true)}>
      {t('loyalty_coupons.give')}
    </Button>
  )
  return (
    <Card title={t('loyalty.tab.coupons')} aside={mayServe && programme ? give : null}>
      {coupons.data.length > 0 ? <CouponLines member={member} coupons={coupons.data} programme={programme} /> : <p className="muted">{t('loyalty_coupons.noneHad')}</p>}
      {open && programme ? <GiveCouponDrawer member={member} programme={programme} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}
