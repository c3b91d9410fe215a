import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { lines } from '@/lib/choices'
import { useBookingWords } from '@/ui/BookingWords'
import { Fields } from '@/ui/Layout'
import { worths } from '../../api/coupons'
import type { Programme } from '../../api/programmes'
import css from '../Rules.module.css'
import { useChoicesOf } from '../useChoicesOf'
import type { BatchValues } from './couponValues'

const CODE = /^[A-Za-z][A-Za-z0-9_]{1,19}$/

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
  const needed = [{ required: true, whitespace: true, message: t('loyalty.needed') }]
  return (
    <Fields>
      <Form.Item name="name_zh" label={t('loyalty.nameZh')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="name_en" label={t('loyalty.nameEn')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="code" label={t('loyalty_coupons.field.code')} rules={[{ required: true, pattern: CODE, message: t('loyalty.codeHelp') }]}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="mode" label={t('loyalty_coupons.field.mode')}>
        <Select options={(['unique', 'generic'] as const).map((value) => ({ value, label: t(`loyalty_coupons.modes.${value}`) }))} />
      </Form.Item>
      {isGeneric ? (
        <Form.Item name="generic_code" label={t('loyalty_coupons.field.generic_code')} rules={[{ required: true, pattern: /^[A-Za-z0-9]{4,12}$/, message: t('loyalty_coupons.genericHelp') }]}>
          <Input maxLength={12} />
        </Form.Item>
      ) : null}
      <Form.Item name="total" label={t(isGeneric ? 'loyalty_coupons.field.uses' : 'loyalty_coupons.field.total')} rules={[{ required: true, message: t('loyalty.needed') }]}>
        <InputNumber min={1} max={10_000_000} precision={0} style={{ width: '100%' }} />
      </Form.Item>
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
            <Form.Item name="off_max" label={t('loyalty_coupons.field.off_max', { currency })}>
              <InputNumber min={0.01} placeholder={t('loyalty_rules.noLimit')} style={{ width: '100%' }} />
            </Form.Item>
          </>
        ) : null}
        {worth === 'amount' || worth === 'balance' ? (
          <Form.Item name="amount" label={t('loyalty_coupons.field.amount', { currency })} rules={needed}>
            <InputNumber min={0.01} style={{ width: '100%' }} />
          </Form.Item>
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
  const day = (name: 'valid_from' | 'valid_until' | 'travel_from' | 'travel_until') => (
    <Form.Item name={name} label={t(`loyalty_coupons.field.${name}`)}>
      <Input type="date" />
    </Form.Item>
  )
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.conditions')}</h3>
      <Fields>
        <Form.Item name="spend_min" label={t('loyalty_coupons.field.spend_min', { currency: programme.currency })}>
          <InputNumber min={0} placeholder={t('loyalty_rules.any')} style={{ width: '100%' }} />
        </Form.Item>
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
        <Form.Item name="days" label={t('loyalty_coupons.field.days')}>
          <InputNumber min={1} max={3660} precision={0} placeholder={t('loyalty_rules.noLimit')} style={{ width: '100%' }} />
        </Form.Item>
        {day('travel_from')}
        {day('travel_until')}
      </Fields>
    </>
  )
}

function Limits() {
  const { t } = useTranslation()
  const whole = (name: 'claims_max' | 'uses_max' | 'uses_each' | 'hold_hours', isNeeded: boolean) => (
    <Form.Item name={name} label={t(`loyalty_coupons.field.${name}`)} rules={isNeeded ? [{ required: true, message: t('loyalty.needed') }] : []}>
      <InputNumber min={1} max={1000} precision={0} placeholder={t('loyalty_rules.noLimit')} style={{ width: '100%' }} />
    </Form.Item>
  )
  return (
    <>
      <h3 className={css.head}>{t('loyalty_coupons.limits')}</h3>
      <Fields>
        {whole('claims_max', false)}
        {whole('uses_max', false)}
        {whole('uses_each', true)}
        {whole('hold_hours', true)}
      </Fields>
      {(['is_for_members', 'is_combinable', 'is_returned'] as const).map((name) => (
        <Form.Item key={name} name={name} valuePropName="checked" className={css.check}>
          <Checkbox>{t(`loyalty_coupons.field.${name}`)}</Checkbox>
        </Form.Item>
      ))}
    </>
  )
}
