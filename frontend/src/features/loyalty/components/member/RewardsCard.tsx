import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member, Programme } from '@/lib/loyalty'
import { useMemberOrders } from '@/lib/rewards'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { OrderLines } from '@/ui/loyalty/OrderLines'
import { RedeemDrawer } from '@/ui/loyalty/RedeemDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'

/** What the member redeemed, and the way to redeem more. */
export function RewardsCard({ member, programme }: { member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const orders = useMemberOrders(member.id)
  const mayServe = useMay('serve_members') && member.state === 'active'
  const [open, setOpen] = useState(false)
  if (orders.isPending) return <CardSkeleton lines={3} />
  if (orders.isError) return <ErrorState error={orders.error} onRetry={() => void orders.refetch()} />
  const redeem = (
    <Button size="small" onClick={() => setOpen(true)}>
      {t('loyalty_rewards.redeem')}
    </Button>
  )
  return (
    <Card title={t('loyalty_rewards.redeemed')} aside={mayServe && programme ? redeem : null}>
      {orders.data.length > 0 ? <OrderLines orders={orders.data} programme={programme} /> : <p className="muted">{t('loyalty_rewards.noneRedeemed')}</p>}
      {open && programme ? <RedeemDrawer member={member} programme={programme} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}
