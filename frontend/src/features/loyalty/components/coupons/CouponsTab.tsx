import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CouponBatch, useCouponBatches } from '@/lib/coupons'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Note } from '@/ui/Layout'
import { useCouponWords } from '@/ui/loyalty/couponWords'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { BatchDrawer } from './BatchDrawer'
import { BundlesCard } from './BundlesCard'

/** Batches of coupons: what one is worth, how many were given and used, and when they hold. */
export function CouponsTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const batches = useCouponBatches(programme.id)
  const [open, setOpen] = useState<string>()
  const columns = useColumns(programme, (one) => setOpen(one.id))
  const chosen = batches.data?.find((one) => one.id === open)
  const add = mayManage ? (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('loyalty_coupons.add')}
    </Button>
  ) : null
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Note>{t('loyalty_coupons.intro')}</Note>
        {(batches.data ?? []).length > 0 ? add : null}
      </div>
      <PlainTable
        label={t('loyalty.tab.coupons')}
        columns={columns}
        query={batches}
        rowKey={(one) => one.id}
        empty={
          <EmptyState icon="tag" title={t('loyalty_coupons.none')} action={add}>
            {t(add ? 'loyalty_coupons.noneWords' : 'loyalty_coupons.noneOther')}
          </EmptyState>
        }
      />
      {(batches.data ?? []).length > 0 ? <BundlesCard programme={programme} /> : null}
      {chosen || open === 'new' ? <BatchDrawer programme={programme} batch={chosen} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

function useColumns(programme: Programme, onOpen: (one: CouponBatch) => void): Column<CouponBatch>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useCouponWords(programme)
  return [
    {
      key: 'name',
      title: t('loyalty_coupons.batch'),
      render: (one) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(one)}>
            {said(one.name)}
          </Button>
          <small>{t('loyalty_rewards.version', { code: one.code, kind: t(`loyalty_coupons.modes.${one.mode}`) })}</small>
        </span>
      ),
    },
    {
      key: 'worth',
      title: t('loyalty_coupons.field.worth'),
      render: ({ terms }) => {
        const only = words.only(terms)
        return (
          <span className={css.words}>
            {words.off(terms)}
            {only.length > 0 ? <small>{only.join(t('words.semicolon'))}</small> : null}
          </span>
        )
      },
    },
    { key: 'total', title: t('loyalty_coupons.total'), align: 'right', wideOnly: true, render: (one) => countText(one.total) },
    { key: 'given', title: t('loyalty_coupons.given'), align: 'right', render: (one) => (one.mode === 'generic' ? '—' : countText(one.total - one.left)) },
    { key: 'used', title: t('loyalty_coupons.used'), align: 'right', render: (one) => countText(one.used ?? 0) },
    { key: 'days', title: t('loyalty_rules.days'), render: ({ terms }) => words.days(terms) },
    { key: 'state', title: t('loyalty_rules.status'), render: (one) => <State batch={one} /> },
  ]
}

function State({ batch }: { batch: CouponBatch }) {
  const { t } = useTranslation()
  if (!batch.is_open) return <Status tone="grey">{t('loyalty_coupons.closed')}</Status>
  if (batch.left < 1) return <Status tone="amber">{t('loyalty_coupons.gone')}</Status>
  const isOver = batch.terms.valid_until !== null && batch.terms.valid_until <= new Date().toLocaleDateString('sv')
  return isOver ? <Status tone="grey">{t('loyalty_coupons.over')}</Status> : <Status tone="jade">{t('loyalty_coupons.open')}</Status>
}
