import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type NewPartner, type Partner, partnerKinds, useChangePartner, useCreatePartner } from '../../api/partners'
import type { Programme } from '../../api/programmes'
import { NameFields, useNeeded } from '../FormParts'

interface Props {
  programme: Programme
  partner: Partner | undefined
  onMade?: (partner_id: string) => void
  onClose: () => void
}

const CURRENCY = /^[A-Za-z]{3}$/

/** A new partner, or another name and contact of one; kind, code and currency stay. */
export function PartnerDrawer({ programme, partner, onMade, onClose }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<NewPartner>()
  const [changed, setChanged] = useState(false)
  const create = useCreatePartner(programme.id)
  const change = useChangePartner(partner?.id ?? '')
  const saved = useSaved()
  const needed = useNeeded()
  const first = partner ? { ...partner, name_zh: partner.name.zh, name_en: partner.name.en } : { kind: 'airline', currency: programme.currency, contact: '' }
  function store(values: NewPartner): void {
    if (partner) change.mutate({ name_zh: values.name_zh, name_en: values.name_en, contact: values.contact }, saved(t('loyalty_partners.saved'), onClose))
    else {
      const told = saved(t('loyalty_partners.created'), onClose)
      create.mutate({ ...values, code: values.code.toUpperCase(), currency: values.currency.toUpperCase() }, { ...told, onSuccess: ({ id }) => (told.onSuccess(), onMade?.(id)) })
    }
  }
  return (
    <FormDrawer open title={t(partner ? 'loyalty_partners.edit' : 'loyalty_partners.add')} saveLabel={t(partner ? 'words.save' : 'loyalty_partners.create')} saving={create.isPending || change.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={first} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Fields>
          <NameFields codeLabel={t('loyalty.code')} isFixed={partner !== undefined} />
          <Form.Item name="kind" label={t('loyalty_partners.kind')}>
            <Select disabled={partner !== undefined} options={partnerKinds.map((value) => ({ value, label: t(`loyalty_partners.kinds.${value}`) }))} />
          </Form.Item>
          <Form.Item name="currency" label={t('loyalty_partners.currency')} rules={[...needed, { pattern: CURRENCY, message: t('loyalty_partners.currencyHelp') }]}>
            <Input maxLength={3} disabled={partner !== undefined} />
          </Form.Item>
        </Fields>
        <Form.Item name="contact" label={t('loyalty_partners.contact')} extra={t('loyalty_partners.contactHelp')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {partner ? null : <Note>{t('loyalty_partners.draftNote')}</Note>}
    </FormDrawer>
  )
}
