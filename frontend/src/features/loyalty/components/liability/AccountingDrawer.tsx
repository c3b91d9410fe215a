import { Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type AccountingRules, type Liability, useChangeAccounting } from '../../api/liability'

type Values = Omit<AccountingRules, 'seen_number' | 'expected_permille'> & { expected: number }

/** The account codes of the journal, and the share expected to be redeemed while the ledger cannot tell. */
export function AccountingDrawer({ liability, onClose }: { liability: Liability; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const change = useChangeAccounting(liability.programme_id)
  const saved = useSaved()
  const { policy, number } = liability.accounting
  const store = ({ expected, ...codes }: Values) =>
    change.mutate({ ...codes, expected_permille: Math.round(expected * 10), seen_number: number }, saved(t('loyalty_liability.rulesSaved'), onClose))
  const rules = [{ required: true, pattern: /^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$/, message: t('loyalty_liability.codeNeeded') }]
  const codes = ['revenue_account', 'deferred_account', 'expense_account'] as const
  return (
    <FormDrawer open title={t('loyalty_liability.rules')} saving={change.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ ...policy, expected: policy.expected_permille / 10 }} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Fields>
          {codes.map((name) => (
            <Form.Item key={name} name={name} label={t(`loyalty_liability.field.${name}`)} rules={rules}>
              <Input maxLength={20} autoComplete="off" />
            </Form.Item>
          ))}
          <Form.Item name="expected" label={t('loyalty_liability.field.expected')} rules={[{ required: true, message: t('loyalty_liability.shareNeeded') }]}>
            <InputNumber min={0.1} max={100} precision={1} style={{ width: '100%' }} />
          </Form.Item>
        </Fields>
      </Form>
      <Note>{t('loyalty_liability.rulesNote')}</Note>
    </FormDrawer>
  )
}
