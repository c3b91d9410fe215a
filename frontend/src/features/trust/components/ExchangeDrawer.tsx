import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { countryChoices } from '@/lib/countries'
import { useLanguage } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { type NewExchange, useRecordExchange } from '../api/exports'

interface Values {
  name: string
  country: string
  agreement: string
  purpose: string
  what: string
  fields?: string[]
  people: number
  sensitive?: boolean
  at: string
}

function exchangeOf(values: Values): NewExchange {
  return {
    recipient: { name: values.name, country: values.country, agreement: values.agreement, purpose: values.purpose },
    what: values.what,
    fields_sent: values.fields ?? [],
    people: values.people,
    is_sensitive: values.sensitive ?? false,
    sent_at: new Date(values.at).toISOString(),
  }
}

/** Data that a partner got in another way than a file from here: the same register, the same log. */
export function ExchangeDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const sentence = useSentence()
  const record = useRecordExchange()
  const [form] = Form.useForm<Values>()
  const needed = [{ required: true, message: t('trust_exports.needed') }]
  return (
    <FormDrawer open title={t('trust_exports.addExchange')} saving={record.isPending} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => record.mutate(exchangeOf(values), { onSuccess: onClose })}>
        <Form.Item name="name" label={t('exports.name')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="country" label={t('exports.country')} rules={needed}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={countryChoices(language)} />
        </Form.Item>
        <Form.Item name="agreement" label={t('exports.agreement')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="purpose" label={t('exports.purpose')} rules={[{ required: true, min: 4, message: t('exports.purposeNeeded') }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="what" label={t('trust_exports.exchangeWhat')} rules={needed}>
          <Input maxLength={32} placeholder={t('trust_exports.exchangeExample')} />
        </Form.Item>
        <Form.Item name="fields" label={t('trust_exports.fields')}>
          <Select mode="tags" open={false} suffix={null} />
        </Form.Item>
        <Form.Item name="people" label={t('trust_exports.people')} rules={needed}>
          <InputNumber min={1} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="at" label={t('trust_exports.sentAt')} rules={needed}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="sensitive" valuePropName="checked">
          <Checkbox>{t('trust_exports.holdsSensitive')}</Checkbox>
        </Form.Item>
        {record.error ? <p role="alert">{sentence(record.error)}</p> : null}
      </Form>
    </FormDrawer>
  )
}
