import { Form, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fields } from '@/ui/Layout'

const numbers = ['least', 'day_max', 'year_max', 'taken_year_max', 'member_days_min', 'wait_days'] as const

/** Whether members pass points on, and how many; the numbers stand there once it is allowed. */
export function PassingFields({ isAllowed }: { isAllowed: boolean }) {
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
    </>
  )
}
