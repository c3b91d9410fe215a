import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { type TraitKind, useSayTrait, useTraitKinds } from '../../api/staff'
import { useSaved } from '@/ui/useSaved'

interface Fields {
  kind: string
  value: string
  until?: string
}

/** Writes down one thing that the guest likes or needs. */
export function PreferenceDrawer({ guestId, onClose }: { guestId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const kinds = useTraitKinds()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const chosen = Form.useWatch('kind', form)
  const save = useSayTrait(guestId)
  const saved = useSaved()
  const kind = kinds.data?.find((one) => one.code === chosen)
  const needed = { required: true, whitespace: true, message: t('staff.needed') }
  const finish = ({ kind: code, value, until }: Fields) =>
    save.mutate({ kind: code, value, valid_until: until ? new Date(`${until}T23:59:59`).toISOString() : null }, saved(t('staff.saved'), onClose))
  return (
    <FormDrawer open title={t('staff.addLike')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <Form.Item name="kind" label={t('staff.kind')} rules={[needed]}>
          <Select loading={kinds.isPending} showSearch={{ optionFilterProp: 'label' }} options={grouped(kinds.data ?? [], said)} onChange={() => form.setFieldValue('value', undefined)} />
        </Form.Item>
        <Form.Item name="value" label={t('staff.value')} extra={kind?.is_sensitive ? t('staff.sensitive') : null} rules={[needed]}>
          {kind && kind.values.length > 0 ? (
            <Select options={kind.values.map((one) => ({ value: one.code, label: said(one.name) }))} />
          ) : (
            <Input maxLength={200} autoComplete="off" disabled={!kind} />
          )}
        </Form.Item>
        <Form.Item name="until" label={t('staff.validUntil')} extra={t('staff.validUntilHelp')}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}

function grouped(kinds: readonly TraitKind[], said: ReturnType<typeof useSaid>) {
  const groups = [...new Set(kinds.map((one) => said(one.group)))]
  return groups.map((label) => ({ label, options: kinds.filter((one) => said(one.group) === label).map((one) => ({ value: one.code, label: said(one.name) })) }))
}
