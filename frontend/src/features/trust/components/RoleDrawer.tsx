import { App, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { clearFields, type NewRole, type RoleUse, useDeleteRole, usePermissions, useSaveRole } from '../api/access'
import css from './Access.module.css'

const empty: NewRole = { code: '', name_zh: '', name_en: '', permissions: ['view_guests', 'view_bookings'], clear_fields: [], reason: '' }

function draftOf(known: RoleUse | undefined): NewRole {
  if (!known) return empty
  const { role } = known
  return { code: role.code, name_zh: role.name.zh, name_en: role.name.en, permissions: role.permissions, clear_fields: role.clear_fields, reason: '' }
}

/** A role as a form: what it may do, each permission with its meaning, and what it sees in clear. */
export function RoleDrawer({ known, onClose }: { known: RoleUse | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<NewRole>()
  const [changed, setChanged] = useState(false)
  const save = useSaveRole(known?.role.code)
  const initial = draftOf(known)
  function finish(role: NewRole): void {
    save.mutate(
      { ...initial, ...role },
      {
        onSuccess: (approvalId) => {
          void message.success(approvalId ? t('trust_roles.asked') : t('trust_roles.saved'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer
      open
      wide
      title={known ? said(known.role.name) : t('trust_roles.create')}
      saveLabel={known ? t('trust_roles.save') : t('trust_roles.create')}
      saving={save.isPending}
      changed={changed}
      onSave={() => form.submit()}
      onClose={onClose}
      extra={known?.may_be_deleted ? <Delete known={known} onClose={onClose} /> : null}
    >
      <Form<NewRole> form={form} layout="vertical" requiredMark={false} initialValues={initial} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <Names isNew={!known} />
        <Form.Item name="permissions" label={t('trust_roles.permissions')}>
          <Checkbox.Group className={css.list}>
            <PermissionLines />
          </Checkbox.Group>
        </Form.Item>
        <Form.Item name="clear_fields" label={t('trust_roles.clear')} extra={t('trust_roles.clearHelp')}>
          <Checkbox.Group options={clearFields.map((value) => ({ value, label: t(`trust_roles.field.${value}`) }))} />
        </Form.Item>
        <Form.Item name="reason" label={t('trust_roles.reason')} extra={t('trust_roles.reasonHelp')}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}

function Names({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const needed = { required: true, whitespace: true, message: t('trust_roles.needed') }
  return (
    <>
      {isNew ? (
        <Form.Item name="code" label={t('trust_roles.code')} extra={t('trust_roles.codeHelp')} rules={[{ required: true, pattern: /^[a-z][a-z0-9_-]{1,48}$/, message: t('trust_roles.codeRule') }]}>
          <Input maxLength={49} autoComplete="off" />
        </Form.Item>
      ) : null}
      <div className={css.pair}>
        <Form.Item name="name_zh" label={t('trust_roles.nameZh')} rules={[needed]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name_en" label={t('trust_roles.nameEn')} rules={[needed]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
      </div>
    </>
  )
}

function PermissionLines() {
  const { t } = useTranslation()
  const said = useSaid()
  const { data = [] } = usePermissions()
  return data.map((one) => (
    <Checkbox key={one.code} value={one.code}>
      <span className={css.permission}>
        <span>
          {said(one.name)} {one.is_guarding ? <Tag tone="plum">{t('trust_roles.guarding')}</Tag> : null}
        </span>
        <span className={css.meaning}>
          {said(one.meaning)} {one.is_guarding ? t('trust_roles.guardingHelp') : ''}
        </span>
      </span>
    </Checkbox>
  ))
}

function Delete({ known, onClose }: { known: RoleUse; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const remove = useDeleteRole()
  async function press(): Promise<void> {
    const question = { title: t('trust_roles.deleteTitle', { name: said(known.role.name) }), what: t('trust_roles.deleteWhat'), action: t('trust_roles.delete'), danger: true }
    if (!(await confirm(question))) return
    remove.mutate(known.role.code, {
      onSuccess: () => {
        void message.success(t('trust_roles.deleted'))
        onClose()
      },
      onError: (error) => void message.error(sentence(error)),
    })
  }
  return (
    <Button type="text" danger loading={remove.isPending} onClick={() => void press()}>
      {t('trust_roles.delete')}
    </Button>
  )
}
