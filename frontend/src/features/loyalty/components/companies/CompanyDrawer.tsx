import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { useEnrolCompany } from '../../api/companies'
import type { Programme } from '../../api/programmes'
import { useNeeded } from '../FormParts'

interface Values {
  name: string
  credit_code?: string
}

/** A company becomes a member: its name, and the code on its licence. */
export function CompanyDrawer({ programme, onClose }: { programme: Programme; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const enrol = useEnrolCompany(programme.id)
  const saved = useSaved()
  const needed = useNeeded()
  function send({ name, credit_code = '' }: Values): void {
    enrol.mutate({ name, credit_code }, saved(t('loyalty_companies.added'), onClose))
  }
  return (
    <FormDrawer open title={t('loyalty_companies.add')} saveLabel={t('loyalty_companies.add')} saving={enrol.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onValuesChange={() => setChanged(true)} onFinish={send}>
        <Form.Item name="name" label={t('loyalty_companies.name')} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="credit_code" label={t('loyalty_companies.code')} extra={t('loyalty_companies.codeHelp')}>
          <Input maxLength={24} autoComplete="off" />
        </Form.Item>
      </Form>
      <Note>{t('loyalty_companies.about')}</Note>
    </FormDrawer>
  )
}
