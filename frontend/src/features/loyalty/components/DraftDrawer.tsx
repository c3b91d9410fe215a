import { useNavigate } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type NewProgramme, useDraftProgramme } from '../api/programmes'

const start: NewProgramme = { code: '', name_zh: '', name_en: '', currency: 'CNY', time_zone: 'Asia/Shanghai' }

/** A new programme: what it is called and in which money and time it counts. Nobody joins before it is open. */
export function DraftDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [form] = Form.useForm<NewProgramme>()
  const [changed, setChanged] = useState(false)
  const draft = useDraftProgramme()
  const saved = useSaved()
  const needed = [{ required: true, whitespace: true, message: t('loyalty.needed') }]
  function store(fields: NewProgramme): void {
    const { onError } = saved('')
    draft.mutate({ ...fields, code: fields.code.trim().toUpperCase() }, { onSuccess: ({ id }) => void navigate({ to: '/loyalty/$programmeId', params: { programmeId: id } }), onError })
  }
  return (
    <FormDrawer open title={t('loyalty.draft')} saveLabel={t('loyalty.saveDraft')} saving={draft.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={start} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Fields>
          <Form.Item name="name_zh" label={t('loyalty.nameZh')} rules={needed}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="name_en" label={t('loyalty.nameEn')} rules={needed}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="code" label={t('loyalty.code')} extra={t('loyalty.codeHelp')} rules={[{ required: true, pattern: /^[A-Za-z][A-Za-z0-9_]{1,19}$/, message: t('loyalty.codeHelp') }]}>
            <Input maxLength={20} />
          </Form.Item>
          <Form.Item name="currency" label={t('loyalty.currency')} rules={[{ required: true, pattern: /^[A-Z]{3}$/, message: t('loyalty.currencyHelp') }]}>
            <Input maxLength={3} />
          </Form.Item>
          <Form.Item name="time_zone" label={t('loyalty.timeZone')} rules={needed}>
            <Input maxLength={40} />
          </Form.Item>
        </Fields>
      </Form>
      <Note>{t('loyalty.draftNote')}</Note>
    </FormDrawer>
  )
}
