import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCouponBatches, useCouponBundles } from '@/lib/coupons'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { useBundleWords } from '@/ui/loyalty/couponWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Programme } from '../../api/programmes'
import { BundleDrawer } from './BundleDrawer'

/** Bundles: several coupons that are given together, all or none. */
export function BundlesCard({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const said = useSaid()
  const bundles = useCouponBundles(programme.id)
  const batches = useCouponBatches(programme.id)
  const parts = useBundleWords(batches.data ?? [])
  const mayManage = useMayForCompany('manage_loyalty')
  const [open, setOpen] = useState(false)
  const unique = (batches.data ?? []).filter((one) => one.mode === 'unique')
  if (bundles.isPending) return <CardSkeleton lines={2} />
  if (bundles.isError) return <ErrorState error={bundles.error} onRetry={() => void bundles.refetch()} />
  const add = (
    <Button size="small" onClick={() => setOpen(true)}>
      {t('loyalty_coupons.bundle.add')}
    </Button>
  )
  return (
    <Card title={t('loyalty_coupons.bundle.title')} aside={mayManage && unique.length > 0 ? add : null}>
      {bundles.data.length === 0 ? <p className="muted">{t(unique.length > 0 ? 'loyalty_coupons.bundle.none' : 'loyalty_coupons.bundle.noBatch')}</p> : null}
      <Lines>
        {bundles.data.map((one) => (
          <li key={one.id}>
            <Line>
              <b>{said(one.name)}</b>
              <Quiet>{parts(one)}</Quiet>
            </Line>
          </li>
        ))}
      </Lines>
      <Note>{t('loyalty_coupons.bundle.note')}</Note>
      {open ? <BundleDrawer programme={programme} batches={unique} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}
