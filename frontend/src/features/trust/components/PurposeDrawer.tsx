import { App, Checkbox, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { channels, gdprBases, type NewPurpose, piplBases, type Purpose, separateArticles, useSavePurpose } from '../api/consents'

interface Props {
  open: boolean
  purpose: Purpose | undefined
  onClose: () => void
}

const usual: Partial<NewPurpose> = { pipl_basis: 'consent', gdpr_basis: 'consent', separate: '', channels: ['all'], valid_months: 24, guardian: true, is_open: true }

function draftOf({ name, description, ...held }: Purpose): NewPurpose {
  const { code, pipl_basis, gdpr_basis, separate, valid_months, guardian, is_open } = held
  const words = { name_zh: name.zh, name_en: name.en, description_zh: description.zh, description_en: description.en }
  return { ...words, code, pipl_basis, gdpr_basis, separate, channels: held.channels, valid_months, guardian, is_open }
}

/** What is decided about a purpose. Another ground asks everybody again, and says so before it is saved. */
export function PurposeDrawer({ open, purpose, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<NewPurpose>()
  const [changed, setChanged] = useState(false)
  const save = useSavePurpose(purpose?.code)
  function store(draft: NewPurpose): void {
    save.mutate(
      { ...draft, valid_months: draft.valid_months ?? null },
      {
        onSuccess: (again) => {
          void message.success(again ? t('trust_consent.savedAgain') : t('trust_consent.saved'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer open={open} title={purpose ? t('trust_consent.changePurpose') : t('trust_consent.addPurpose')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<NewPurpose> form={form} layout="vertical" requiredMark={false} initialValues={purpose ? draftOf(purpose) : usual} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Words isNew={!purpose} />
        <Grounds purpose={purpose} />
      </Form>
    </FormDrawer>
  )
}

function Words({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const needed = [{ required: true, whitespace: true, message: t('trust_consent.needed') }]
  return (
    <>
      <Form.Item name="name_zh" label={t('trust_consent.nameZh')} rules={needed}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name_en" label={t('trust_consent.nameEn')} rules={needed}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="code" label={t('trust_consent.code')} rules={[...needed, { pattern: /^[a-z][a-z0-9_]{1,31}$/, message: t('trust_consent.codeRule') }]}>
        <Input disabled={!isNew} autoComplete="off" />
      </Form.Item>
      <Form.Item name="description_zh" label={t('trust_consent.descriptionZh')} rules={needed}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
      <Form.Item name="description_en" label={t('trust_consent.descriptionEn')} rules={needed}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </>
  )
}

function Grounds({ purpose }: { purpose: Purpose | undefined }) {
  const { t } = useTranslation()
  const basis = Form.useWatch((values: Partial<NewPurpose>) => values.pipl_basis)
  const article = Form.useWatch((values: Partial<NewPurpose>) => values.separate)
  const again = purpose !== undefined && basis !== undefined && (basis !== purpose.pipl_basis || (article ?? '') !== purpose.separate)
  return (
    <>
      <Form.Item name="pipl_basis" label={t('trust_consent.piplBasis')} extra={again ? <span role="alert">{t('trust_consent.againWarning')}</span> : null}>
        <Select options={piplBases.map((value) => ({ value, label: t(`trust_consent.pipl.${value}`) }))} />
      </Form.Item>
      <Form.Item name="gdpr_basis" label={t('trust_consent.gdprBasis')}>
        <Select options={gdprBases.map((value) => ({ value, label: t(`trust_consent.gdpr.${value}`) }))} />
      </Form.Item>
      <Form.Item name="separate" label={t('trust_consent.separateTitle')}>
        <Select options={separateArticles.map((value) => ({ value, label: value ? t('trust_consent.separate', { article: value }) : t('trust_consent.separateNone') }))} />
      </Form.Item>
      <Form.Item name="channels" label={t('trust_consent.channelTitle')} extra={t('trust_consent.channelHelp')} rules={[{ required: true, message: t('trust_consent.needed') }]}>
        <Checkbox.Group options={channels.map((value) => ({ value, label: t(`trust_consent.channel.${value}`) }))} />
      </Form.Item>
      <Form.Item name="valid_months" label={t('trust_consent.months')} extra={t('trust_consent.monthsHelp')}>
        <InputNumber min={1} max={120} style={{ width: 120 }} />
      </Form.Item>
      <Form.Item name="guardian" label={t('trust_consent.guardianNeeded')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="is_open" label={t('trust_consent.inUse')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </>
  )
}
