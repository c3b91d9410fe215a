import { Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { PassingFields } from './PassingFields'
import { expiryModes, type Programme, type ProgrammeRules, useChangeRules } from '../api/programmes'

type Policy = Programme['policy']
type Values = Omit<ProgrammeRules, 'seen_version' | 'face_minor_per_1000' | 'passing' | 'family'> & { face: number; passing: Partial<Policy['passing']>; family: Partial<Policy['family']> }

/** The rules of the programme as a form; what was earned keeps the day it was told. */
export function ExpiryDrawer({ programme, onClose }: { programme: Programme; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const change = useChangeRules(programme.id)
  const saved = useSaved()
  const unit = 10 ** digitsOf(programme.currency)
  const { policy, policy_version: seen_version } = programme
  const kept = {
    expiry_mode: policy.expiry.mode,
    expiry_months: policy.expiry.months,
    expiry_years: policy.expiry.years,
    debt_max: policy.debt_max,
    backdate_days_max: policy.backdate_days_max,
    adjust_max: policy.adjust_max,
  }
  const store = ({ face, passing, family, ...values }: Values) => change.mutate({ ...kept, ...values, passing: { ...policy.passing, ...passing }, family: { ...policy.family, ...family }, face_minor_per_1000: Math.round(face * unit), seen_version }, saved(t('loyalty.rulesSaved'), onClose))
  const mode = Form.useWatch<Values['expiry_mode'] | undefined>('expiry_mode', form) ?? policy.expiry.mode
  const isPassed = Form.useWatch<boolean | undefined>(['passing', 'allowed'], form) ?? policy.passing.allowed
  const areFamilies = Form.useWatch<boolean | undefined>(['family', 'allowed'], form) ?? policy.family.allowed
  const whole = (name: Exclude<keyof Values, 'passing' | 'family'>) => (
    <Form.Item name={name} label={t(`loyalty.field.${name}`)} rules={[{ required: true, message: t('loyalty.needed') }]}>
      <InputNumber min={0} precision={name === 'face' ? 2 : 0} style={{ width: '100%' }} />
    </Form.Item>
  )
  return (
    <FormDrawer open title={t('loyalty.tab.rules')} saveLabel={t('loyalty.saveVersion')} saving={change.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ ...kept, passing: policy.passing, family: policy.family, face: policy.face_minor_per_1000 / unit }} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Form.Item name="expiry_mode" label={t('loyalty.field.expiry_mode')}>
          <Select options={expiryModes.map((value) => ({ value, label: t(`loyalty.modes.${value}`) }))} />
        </Form.Item>
        <Fields>
          {mode === 'months' || mode === 'activity' ? whole('expiry_months') : null}
          {mode === 'year_end' ? whole('expiry_years') : null}
          {whole('backdate_days_max')}
          {whole('debt_max')}
          {whole('adjust_max')}
          {whole('face')}
        </Fields>
        <PassingFields isAllowed={isPassed} areFamilies={areFamilies} />
      </Form>
      <Note>{t('loyalty.rulesNote')}</Note>
    </FormDrawer>
  )
}
