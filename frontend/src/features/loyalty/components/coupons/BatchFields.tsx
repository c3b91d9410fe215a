import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { lines } from '@/lib/choices'
import { useBookingWords } from '@/ui/BookingWords'
import { Fields } from '@/ui/Layout'
import { worths } from '../../api/coupons'
import type { Programme } from '../../api/programmes'
import { DayField, MoneyField, NameFields, WholeField } from '../FormParts'
import css from '../Rules.module.css'
import { useChoicesOf } from '../useChoicesOf'
import type { BatchValues } from './couponValues'

/** Everything said of a batch: what it is called and how many there are is said once, where it may be used can change. */
export function BatchFields({ programme, isNew }: { programme: Programme; isNew: boolean }) {
  return (
    <>
      {isNew ? <Named /> : null}
      <Worth currency={programme.currency} isNew={isNew} />
      <Where programme={programme} />
      <Limits />
    </>
  )
}

function Named() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<BatchValues>()
  const isGeneric = Form.useWatch<string | undefined>('mode', form) === 'generic'
  return (
    <Fields>
      <NameFields codeLabel={t('loyalty_coupons.field.code')} />
      <Form.Item name="mode" label={t('loyalty_coupons.field.mode')}>
        <Select options={(['unique', 'generic'] as const).map((value) => ({ value, label: t(`loyalty_coupons.modes.${value}`) }))} />
      </Form.Item>
      {isGeneric ? (
        <Form.Item name="generic_code" label={t('loyalty_coupons.field.generic_code')} rules={[{ required: true, pattern: /^[A-Za-z0-9]{4,12}$/, message: t('loyalty_coupons.genericHelp') }]}>
          <Input maxLength={12} />
        </Form.Item>
      ) : null}
      <WholeField name="total" label={t(isGeneric ? 'loyalty_coupons.field.uses' : 'loyalty_coupons.field.total')} max={10_000_000} />
    </Fields>
  )
}

function Worth({ currency, isNew }: { currency: string; isNew: boolean }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance<BatchValues>()
  const worth = Form.useWatch<BatchValues['worth'] | undefined>('worth', form) ?? 'percent'
  const isGeneric = Form.useWatch<string | undefined>('mode', form) === 'generic'
  const needed = [{ required: true, message: t('loyalty.needed') }]
  return (
    <>
      <h3 className={css.head}>{t('loyalty_coupons.whatWorth')}</h3>
      <Fields>
        <Form.Item name="worth" label={t('loyalty_coupons.field.worth')}>
          <Select disabled={!isNew} options={worths.filter((one) => one !== 'balance' || !isGeneric).map((value) => ({ value, label: t(`loyalty_coupons.worths.${value}`) }))} />
        </Form.Item>
        {worth === 'percent' ? (
          <>
            <Form.Item name="percent" label={t('loyalty_coupons.field.percent')} rules={needed}>
              <InputNumber min={0.1} max={100} precision={1} style={{ width: '100%' }} />
            </Form.Item>
            <MoneyField name="off_max" label={t('loyalty_coupons.field.off_max', { currency })} placeholder={t('loyalty_rules.noLimit')} />
          </>
        ) : null}
        {worth === 'amount' || worth === 'balance' ? (
          <MoneyField name="amount" label={t('loyalty_coupons.field.amount', { currency })} />
        ) : null}
        {worth === 'item' ? (
          <Form.Item name="item" label={t('loyalty_coupons.field.item')} rules={[{ required: true, whitespace: true, message: t('loyalty.needed') }]}>
            <Input maxLength={40} />
          </Form.Item>
        ) : null}
      </Fields>
    </>
  )
}

/** What a booking must be for the coupon to be used; what is empty asks nothing. */
function Where({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const { tiers } = useChoicesOf(programme)
  const day = (name: 'valid_from' | 'valid_until' | 'travel_from' | 'travel_until') => <DayField name={name} label={t(`loyalty_coupons.field.${name}`)} />
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.conditions')}</h3>
      <Fields>
        <MoneyField name="spend_min" label={t('loyalty_coupons.field.spend_min', { currency: programme.currency })} placeholder={t('loyalty_rules.any')} min={0} />
        <Form.Item name="lines" label={t('loyalty_rules.condition.lines')}>
          <Select mode="multiple" allowClear placeholder={t('loyalty_rules.any')} options={lines.map((value) => ({ value, label: line(value) }))} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="channels" label={t('loyalty_rules.condition.channels')}>
          <Select mode="tags" allowClear placeholder={t('loyalty_rules.any')} options={[]} tokenSeparators={[',', '，']} />
        </Form.Item>
        <Form.Item name="tiers" label={t('loyalty_rules.condition.tiers')}>
          <Select mode="multiple" allowClear placeholder={t('loyalty_rules.any')} options={tiers} />
        </Form.Item>
        {day('valid_from')}
        {day('valid_until')}
        <WholeField name="days" label={t('loyalty_coupons.field.days')} placeholder={t('loyalty_rules.noLimit')} max={3660} />
        {day('travel_from')}
        {day('travel_until')}
      </Fields>
    </>
  )
}

function Limits() {
  const { t } = useTranslation()
  const noLimit = t('loyalty_rules.noLimit')
  return (
    <>
      <h3 className={css.head}>{t('loyalty_coupons.limits')}</h3>
      <Fields>
        <WholeField name="claims_max" label={t('loyalty_coupons.field.claims_max')} placeholder={noLimit} max={1000} />
        <WholeField name="uses_max" label={t('loyalty_coupons.field.uses_max')} placeholder={noLimit} max={1000} />
        <WholeField name="uses_each" label={t('loyalty_coupons.field.uses_each')} max={1000} />
        <WholeField name="hold_hours" label={t('loyalty_coupons.field.hold_hours')} max={1000} />
      </Fields>
      {(['is_for_members', 'is_combinable', 'is_returned'] as const).map((name) => (
        <Form.Item key={name} name={name} valuePropName="checked" className={css.check}>
          <Checkbox>{t(`loyalty_coupons.field.${name}`)}</Checkbox>
        </Form.Item>
      ))}
    </>
  )
}
