import { Form, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fields } from '@/ui/Layout'

const numbers = ['least', 'day_max', 'year_max', 'taken_year_max', 'member_days_min', 'wait_days'] as const

const sizes = ['members_max', 'invite_days'] as const

/** Whether members pass points on and how many, and whether they spend as families; the numbers stand there once it is allowed. */
export function PassingFields({ isAllowed, areFamilies }: { isAllowed: boolean; areFamilies: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name={['passing', 'allowed']} label={t('loyalty_passing.allowed')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {isAllowed ? (
        <Fields>
          {numbers.map((name) => (
            <Form.Item key={name} name={['passing', name]} label={t(`loyalty_passing.field.${name}`)} rules={[{ required: true, message: t('loyalty.needed') }]}>
              <InputNumber min={0} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </Fields>
      ) : null}
      <Form.Item name={['family', 'allowed']} label={t('loyalty_family.allowed')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {areFamilies ? (
        <Fields>
          {sizes.map((name) => (
            <Form.Item key={name} name={['family', name]} label={t(`loyalty_family.field.${name}`)} rules={[{ required: true, message: t('loyalty.needed') }]}>
              <InputNumber min={1} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </Fields>
      ) : null}
    </>
  )
}
