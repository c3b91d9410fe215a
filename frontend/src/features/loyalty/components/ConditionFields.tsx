import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { lines } from '@/lib/choices'
import { useBookingWords } from '@/ui/BookingWords'
import { Fields } from '@/ui/Layout'
import type { Programme } from '../api/programmes'
import { actions } from '../api/rules'
import css from './Rules.module.css'
import { conditionNames } from './ruleValues'
import { useChoicesOf } from './useChoicesOf'

/** What a purchase must be for the rule to count; what is empty asks nothing. */
export function ConditionFields({ programme, isAction }: { programme: Programme; isAction: boolean }) {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const choices = useChoicesOf(programme)
  if (isAction) {
    return (
      <Form.Item name={['when', 'actions']} label={t('loyalty_rules.whichActions')} rules={[{ required: true, message: t('loyalty.needed') }]}>
        <Select mode="multiple" options={actions.map((value) => ({ value, label: t(`loyalty_rules.actions.${value}`) }))} />
      </Form.Item>
    )
  }
  const options = { tiers: choices.tiers, festivals: choices.festivals, lines: lines.map((value) => ({ value, label: line(value) })) }
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.conditions')}</h3>
      <Fields>
        {conditionNames.map((name) => {
          const known = name in options ? options[name as keyof typeof options] : undefined
          return (
            <Form.Item key={name} name={['when', name]} label={t(`loyalty_rules.condition.${name}`)}>
              <Select mode={known ? 'multiple' : 'tags'} allowClear placeholder={t('loyalty_rules.any')} options={known ?? []} tokenSeparators={[',', '，']} showSearch={{ optionFilterProp: 'label' }} />
            </Form.Item>
          )
        })}
        <Form.Item name={['when', 'months']} label={t('loyalty_rules.condition.months')}>
          <Select mode="multiple" allowClear placeholder={t('loyalty_rules.any')} options={choices.months} />
        </Form.Item>
        <Form.Item name={['when', 'weekdays']} label={t('loyalty_rules.condition.weekdays')}>
          <Select mode="multiple" allowClear placeholder={t('loyalty_rules.any')} options={([0, 1, 2, 3, 4, 5, 6] as const).map((value) => ({ value, label: t(`loyalty_rules.weekday.${value}`) }))} />
        </Form.Item>
      </Fields>
    </>
  )
}
