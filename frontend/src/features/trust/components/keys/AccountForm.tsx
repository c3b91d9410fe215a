import { App, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useMay, useMe } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { usePermissions, useUnits } from '../../api/access'
import { type ServiceAccount, type ServiceAccountDraft, useOwners, useSaveAccount, useScopes } from '../../api/keys'
import css from './Keys.module.css'

/** A new machine, or what is changed of one: never more than the person at the screen may do. */
export function AccountForm({ account, onClose }: { account: ServiceAccount | null; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const me = useMe()
  const [form] = Form.useForm<ServiceAccountDraft>()
  const save = useSaveAccount(account?.id ?? null)
  const needed = [{ required: true, message: t('trust_keys.needed') }]
  const initial = account
    ? { name: account.name, purpose: account.purpose, owner_id: account.owner_id, scopes: account.scopes, unit_codes: account.units.map((unit) => unit.code) }
    : { owner_id: me.id, scopes: [], unit_codes: [] }
  return (
    <FormDrawer
      open
      title={account ? t('trust_keys.change') : t('trust_keys.new')}
      saving={save.isPending}
      onSave={() => form.submit()}
      onClose={onClose}
    >
      <Form<ServiceAccountDraft>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(draft) => save.mutate(draft, { onSuccess: onClose, onError: (error) => void message.error(sentence(error)) })}
      >
        <Form.Item name="name" label={t('trust_keys.name')} rules={needed}>
          <Input maxLength={100} placeholder={t('trust_keys.nameExample')} autoComplete="off" />
        </Form.Item>
        <Form.Item name="purpose" label={t('trust_keys.purpose')} rules={needed}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} placeholder={t('trust_keys.purposeExample')} />
        </Form.Item>
        <Owner held={account} />
        <UnitsField />
        <Form.Item name="scopes" label={t('trust_keys.scopes')} extra={t('trust_keys.scopesExtra')} rules={needed}>
          <ScopesField />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}

/** Whoever may not see the list of people answers for the machine in person. */
function Owner({ held }: { held: ServiceAccount | null }) {
  const { t } = useTranslation()
  const me = useMe()
  const [text, find] = useState('')
  const found = useOwners(text, useMay('manage_people')).data ?? []
  const near = [{ id: me.id, name: me.name }, ...(held ? [{ id: held.owner_id, name: held.owner_name }] : []), ...found]
  const options = [...new Map(near.map((one) => [one.id, { value: one.id, label: one.name }])).values()]
  return (
    <Form.Item name="owner_id" label={t('trust_keys.owner')} extra={t('trust_keys.ownerExtra')} rules={[{ required: true }]}>
      <Select options={options} showSearch={{ optionFilterProp: 'label', onSearch: find }} />
    </Form.Item>
  )
}

function UnitsField() {
  const { t } = useTranslation()
  const said = useSaid()
  const units = useUnits().data ?? []
  return (
    <Form.Item name="unit_codes" label={t('trust_keys.units')} extra={t('trust_keys.unitsExtra')} rules={[{ required: true, message: t('trust_keys.needed') }]}>
      <Select mode="multiple" options={units.map((unit) => ({ value: unit.code, label: said(unit.name) }))} showSearch={{ optionFilterProp: 'label' }} />
    </Form.Item>
  )
}

function ScopesField(props: { value?: string[]; onChange?: (scopes: string[]) => void }) {
  const said = useSaid()
  const words = usePermissions().data ?? []
  const scopes = useScopes().data ?? []
  const options = words.filter((one) => scopes.includes(one.code))
  return (
    <Checkbox.Group {...props} className={css.scopes}>
      {options.map((one) => (
        <Checkbox key={one.code} value={one.code}>
          {said(one.name)} <span className="muted small">{said(one.meaning)}</span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  )
}
