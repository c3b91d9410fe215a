import { Button, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CouponBatch } from '@/lib/coupons'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { useCreateBundle } from '../../api/coupons'
import type { Programme } from '../../api/programmes'
import { NameFields } from '../FormParts'
import css from '../Rules.module.css'

interface Values {
  code: string
  name_zh: string
  name_en: string
  parts: { batch: string; count: number }[]
}

/** A new bundle: which batches, and how many of each. */
export function BundleDrawer({ programme, batches, onClose }: { programme: Programme; batches: readonly CouponBatch[]; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const create = useCreateBundle(programme.id)
  const saved = useSaved()
  function store({ code, parts, ...names }: Values): void {
    create.mutate({ ...names, code: code.trim().toUpperCase(), parts }, saved(t('loyalty_coupons.bundle.saved'), onClose))
  }
  return (
    <FormDrawer open title={t('loyalty_coupons.bundle.add')} saveLabel={t('loyalty_coupons.bundle.save')} saving={create.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ parts: [{ count: 1 }] }} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Fields>
          <NameFields codeLabel={t('loyalty_coupons.bundle.code')} />
        </Fields>
        <Parts batches={batches} />
      </Form>
    </FormDrawer>
  )
}

function Parts({ batches }: { batches: readonly CouponBatch[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const taken = Form.useWatch<Values['parts'] | undefined>('parts') ?? []
  return (
    <Form.List name="parts">
      {(rows, { add, remove }) => (
        <>
          <h3 className={css.head}>{t('loyalty_coupons.bundle.parts')}</h3>
          {rows.map((row) => (
            <div key={row.key} className={css.part}>
              <Form.Item name={[row.name, 'batch']} rules={needed}>
                <Select aria-label={t('loyalty_coupons.batch')} placeholder={t('loyalty_coupons.batch')} options={batches.map((one) => ({ value: one.code, label: said(one.name), disabled: taken.some((other, place) => other.batch === one.code && place !== row.name) }))} />
              </Form.Item>
              <Form.Item name={[row.name, 'count']} rules={needed}>
                <InputNumber aria-label={t('loyalty_coupons.howMany')} min={1} max={20} precision={0} style={{ width: '100%' }} />
              </Form.Item>
              <Button type="text" disabled={rows.length === 1} onClick={() => remove(row.name)}>
                {t('loyalty_rules.remove')}
              </Button>
            </div>
          ))}
          {rows.length < Math.min(20, batches.length) ? <Button onClick={() => add({ count: 1 })}>{t('loyalty_coupons.bundle.more')}</Button> : null}
        </>
      )}
    </Form.List>
  )
}
