import { Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '@/lib/loyalty'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type NewTraveller, roles, useAddTraveller, ways } from '../../api/companies'
import { useNeeded } from '../FormParts'

/** A member travels for a company from today on; how the member agreed is written down. */
export function TravellerDrawer({ company, onClose }: { company: Member; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<NewTraveller>()
  const [changed, setChanged] = useState(false)
  const add = useAddTraveller(company.id)
  const saved = useSaved()
  const needed = useNeeded()
  return (
    <FormDrawer open title={t('loyalty_companies.addTraveller')} saveLabel={t('loyalty_companies.addTraveller')} saving={add.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ role: 'traveller' }} onValuesChange={() => setChanged(true)} onFinish={(wanted) => add.mutate(wanted, saved(t('loyalty_companies.travellerAdded'), onClose))}>
        <Form.Item name="number" label={t('loyalty_companies.travellerNumber')} rules={needed}>
          <Input maxLength={40} inputMode="numeric" autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t('loyalty_companies.role')} extra={t('loyalty_companies.roleHelp')}>
          <Radio.Group options={roles.map((value) => ({ value, label: t(`loyalty_companies.roles.${value}`) }))} />
        </Form.Item>
        <Form.Item name="agreed_by" label={t('loyalty_companies.agreed')} rules={needed}>
          <Radio.Group options={ways.map((value) => ({ value, label: t(`loyalty_companies.ways.${value}`) }))} />
        </Form.Item>
      </Form>
      <Note>{t('loyalty_companies.aboutTraveller')}</Note>
    </FormDrawer>
  )
}
