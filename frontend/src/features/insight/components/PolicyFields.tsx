import { Form, InputNumber, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fields } from '@/ui/Layout'
import { type Policy, useRates } from '../api/policies'

const lifecycle = [
  ['at_risk_halves', 'risk'],
  ['sleeping_halves', 'sleeping'],
  ['lost_halves', 'lost'],
  ['sleeping_days_min', 'sleepingDays'],
  ['lost_days_min', 'lostDays'],
  ['rhythm_days_min', 'least'],
  ['rhythm_days_max', 'most'],
  ['typical_days', 'usual'],
  ['loyal_days', 'loyal'],
] as const

/** The fields of a policy. */
export function PolicyFields({ policy, currency }: { policy: Policy; currency: string }) {
  if (policy.kind === 'rfm') return <Bounds currency={currency} />
  if (policy.kind === 'lifecycle') return <Silence />
  if (policy.kind === 'value') return <Tiers currency={currency} />
  if (policy.kind === 'leaving') return <Horizon />
  return <Currency />
}

function NumberField({ name, label, step = 1, least = 1 }: { name: string | [string, number]; label: string; step?: number; least?: number }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('insight_policies.needed') }]}>
      <InputNumber min={least} step={step} style={{ width: '100%' }} />
    </Form.Item>
  )
}

function Bounds({ currency }: { currency: string }) {
  const { t } = useTranslation()
  const places = [0, 1, 2, 3]
  return (
    <>
      <Fields>
        {places.map((place) => (
          <NumberField key={place} name={['recency_days_most', place]} label={t('insight_policies.field.recency', { score: 5 - place })} />
        ))}
      </Fields>
      <Fields>
        {places.map((place) => (
          <NumberField key={place} name={['frequency_least', place]} label={t('insight_policies.field.frequency', { score: place + 2 })} />
        ))}
      </Fields>
      <Fields>
        {places.map((place) => (
          <NumberField key={place} name={['money_minor_least', place]} label={t('insight_policies.field.money', { score: place + 2, currency })} step={100} />
        ))}
      </Fields>
    </>
  )
}

function Silence() {
  const { t } = useTranslation()
  return (
    <Fields>
      {lifecycle.map(([name, word]) => (
        <NumberField key={name} name={name} label={t(`insight_policies.field.${word}`)} step={name.endsWith('halves') ? 0.5 : 1} least={name.endsWith('halves') ? 0.5 : 1} />
      ))}
    </Fields>
  )
}

function Tiers({ currency }: { currency: string }) {
  const { t } = useTranslation()
  const scale = Form.useWatch<string | undefined>('scale')
  const options = (['shares', 'bounds'] as const).map((value) => ({ value, label: t(`insight_policies.scale.${value}`) }))
  return (
    <>
      <Form.Item name="scale" label={t('insight_policies.field.scale')}>
        <Segmented options={options} />
      </Form.Item>
      {scale === 'bounds' ? (
        <Fields>
          <NumberField name="high_minor_least" label={t('insight_policies.field.high', { currency })} step={100} />
          <NumberField name="middle_minor_least" label={t('insight_policies.field.middle', { currency })} step={100} />
        </Fields>
      ) : (
        <Fields>
          <NumberField name="high_share" label={t('insight_policies.field.highShare')} least={0.1} />
          <NumberField name="middle_share" label={t('insight_policies.field.middleShare')} least={0.1} />
        </Fields>
      )}
    </>
  )
}

function Horizon() {
  const { t } = useTranslation()
  return <NumberField name="horizon_days" label={t('insight_policies.field.horizon')} least={30} step={30} />
}

function Currency() {
  const { t } = useTranslation()
  const rates = useRates()
  const known = rates.data ? [rates.data.reporting, ...rates.data.lines.filter((one) => one.source !== 'own').map((one) => one.currency)] : []
  return (
    <Form.Item name="currency" label={t('insight_policies.field.currency')}>
      <Select showSearch options={known.toSorted().map((value) => ({ value, label: value }))} />
    </Form.Item>
  )
}
