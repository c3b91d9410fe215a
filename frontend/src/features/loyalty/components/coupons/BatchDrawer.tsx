import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CouponBatch } from '@/lib/coupons'
import { digitsOf } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { useCreateBatch, useSetBatchOpen, useSetCouponTerms } from '../../api/coupons'
import type { Programme } from '../../api/programmes'
import { BatchFields } from './BatchFields'
import { batchOf, type BatchValues, couponTermsOf, emptyBatch, valuesOfBatch } from './couponValues'
import { CodesPart } from './CodesPart'
import { UsesPart } from './UsesPart'

interface Props {
  programme: Programme
  batch: CouponBatch | undefined
  onClose: () => void
}

/** A new batch, or one that is there: its codes, where it may be used, and the bookings it was used for. */
export function BatchDrawer({ programme, batch, onClose }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<BatchValues>()
  const [changed, setChanged] = useState(false)
  const create = useCreateBatch(programme.id)
  const set = useSetCouponTerms()
  const saved = useSaved()
  const isWhole = useForCompany()
  const mayManage = useMayForCompany('manage_loyalty')
  const unit = 10 ** digitsOf(programme.currency)
  const values = batch ? valuesOfBatch(batch, unit) : emptyBatch()
  function store(wanted: BatchValues): void {
    const told = saved(t('loyalty_coupons.saved'), onClose)
    if (batch) set.mutate({ batch_id: batch.id, change: { terms: couponTermsOf(wanted, unit), seen_number: batch.terms_number } }, told)
    else create.mutate(batchOf(wanted, unit), told)
  }
  const toggle = batch && mayManage ? <OpenButton batch={batch} onDone={onClose} /> : null
  return (
    <FormDrawer open wide title={batch ? said(batch.name) : t('loyalty_coupons.add')} saveLabel={t(batch ? 'loyalty.saveVersion' : 'loyalty_coupons.save')} saving={create.isPending || set.isPending} changed={changed} onSave={mayManage ? () => form.submit() : undefined} onClose={onClose} extra={toggle}>
      {batch && mayManage && batch.is_open && batch.mode === 'unique' ? <CodesPart batch={batch} /> : null}
      <Form form={form} layout="vertical" requiredMark={false} disabled={!mayManage} initialValues={values} onValuesChange={() => setChanged(true)} onFinish={(wanted) => store({ ...values, ...wanted })}>
        <BatchFields programme={programme} isNew={!batch} />
      </Form>
      {batch ? <Note>{t('loyalty_coupons.keeps')}</Note> : null}
      {batch && isWhole ? <UsesPart batch={batch} programme={programme} /> : null}
    </FormDrawer>
  )
}

/** Closing a batch, and opening it again. */
function OpenButton({ batch, onDone }: { batch: CouponBatch; onDone: () => void }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const set = useSetBatchOpen()
  const saved = useSaved()
  const to = batch.is_open ? 'close' : 'reopen'
  async function ask(): Promise<void> {
    const what = to === 'close' && batch.mode === 'generic' ? t('loyalty_coupons.close.whatGeneric') : t(`loyalty_coupons.${to}.what`)
    if (await confirm({ title: t(`loyalty_coupons.${to}.title`), what, action: t(`loyalty_coupons.${to}.action`), danger: batch.is_open })) set.mutate({ batch_id: batch.id, is_open: !batch.is_open }, saved(t(`loyalty_coupons.${to}.done`), onDone))
  }
  return (
    <Button danger={batch.is_open} loading={set.isPending} onClick={() => void ask()}>
      {t(`loyalty_coupons.${to}.action`)}
    </Button>
  )
}
