import { Checkbox, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { lines } from '@/lib/choices'
import { useBookingWords } from '@/ui/BookingWords'
import { Fields } from '@/ui/Layout'
import { priceWorths } from '../../api/memberPrices'
import type { Programme } from '../../api/programmes'
import { DayField, DaysFields, MoneyField, NameFields, useNeeded } from '../FormParts'
import css from '../Rules.module.css'
import { useChoicesOf } from '../useChoicesOf'
import type { PriceValues } from './priceValues'

/** Everything said of a member price: what it takes off, for which tiers, where and when. There is nothing about a person to choose. */
export function PriceFields({ programme, isNew }: { programme: Programme; isNew: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      {isNew ? (
        <Fields>
          <NameFields codeLabel={t('loyalty.code')} />
        </Fields>
      ) : null}
      <Worth programme={programme} />
      <Where />
      <DaysFields from={t('loyalty_prices.field.valid_from')} until={t('loyalty_prices.field.valid_until')} help={t('loyalty_prices.untilHelp')} />
    </>
  )
}

function Worth({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance<PriceValues>()
  const isShare = (Form.useWatch<PriceValues['worth'] | undefined>('worth', form) ?? 'permille') === 'permille'
  const needed = useNeeded()
  const { tiers } = useChoicesOf(programme)
  return (
    <>
      <Fields>
        <Form.Item name="worth" label={t('loyalty_prices.field.worth')}>
          <Select options={priceWorths.map((value) => ({ value, label: t(`loyalty_prices.worths.${value}`) }))} />
        </Form.Item>
        {isShare ? (
          <Form.Item name="percent" label={t('loyalty_coupons.field.percent')} rules={needed}>
            <InputNumber min={0.1} max={99.9} precision={1} style={{ width: '100%' }} />
          </Form.Item>
        ) : (
          <MoneyField name="amount" label={t('loyalty_prices.field.amount', { currency: programme.currency })} />
        )}
        <Form.Item name="tier_from" label={t('loyalty_prices.field.tier_from')}>
          <Select options={[{ value: '', label: t('loyalty_prices.everyMember') }, ...tiers.map((one) => ({ value: one.value, label: t('loyalty_prices.fromTier', { tier: one.label }) }))]} />
        </Form.Item>
      </Fields>
      {(['is_whole', 'is_combinable'] as const).map((name) => (
        <Form.Item key={name} name={name} valuePropName="checked" className={css.check}>
          <Checkbox>{t(`loyalty_prices.field.${name}`)}</Checkbox>
        </Form.Item>
      ))}
    </>
  )
}

function Where() {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const any = t('loyalty_rules.any')
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.conditions')}</h3>
      <Fields>
        <Form.Item name="lines" label={t('loyalty_rules.condition.lines')}>
          <Select mode="multiple" allowClear placeholder={any} options={lines.map((value) => ({ value, label: line(value) }))} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        {(['properties', 'products', 'channels'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`loyalty_rules.condition.${name}`)}>
            <Select mode="tags" allowClear placeholder={any} options={[]} tokenSeparators={[',', '，']} />
          </Form.Item>
        ))}
        <DayField name="travel_from" label={t('loyalty_coupons.field.travel_from')} />
        <DayField name="travel_until" label={t('loyalty_coupons.field.travel_until')} />
      </Fields>
    </>
  )
}
