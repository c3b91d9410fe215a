import { Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fields } from '@/ui/Layout'

const CODE = /^[A-Za-z][A-Za-z0-9_]{1,19}$/

interface NumberProps {
  name: string
  label: string
  /** What an empty field says; a field without it must be filled in. */
  placeholder?: string
  min?: number
  max?: number
}

/** Returns the rule for a field that must be filled in. */
export function useNeeded() {
  const { t } = useTranslation()
  return [{ required: true, message: t('loyalty.needed') }]
}

/** What a thing of the programme is called in both languages, and its code. */
export function NameFields({ codeLabel, isFixed = false }: { codeLabel: string; isFixed?: boolean }) {
  const { t } = useTranslation()
  const said = [{ required: true, whitespace: true, message: t('loyalty.needed') }]
  return (
    <>
      <Form.Item name="name_zh" label={t('loyalty.nameZh')} rules={said}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="name_en" label={t('loyalty.nameEn')} rules={said}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="code" label={codeLabel} rules={[{ required: true, pattern: CODE, message: t('loyalty.codeHelp') }]}>
        <Input maxLength={20} disabled={isFixed} />
      </Form.Item>
    </>
  )
}

/** A count. */
export function WholeField({ name, label, placeholder, min = 1, max = 1_000_000_000 }: NumberProps) {
  const needed = useNeeded()
  return (
    <Form.Item name={name} label={label} rules={placeholder === undefined ? needed : []}>
      <InputNumber min={min} max={max} precision={0} placeholder={placeholder ?? ''} style={{ width: '100%' }} />
    </Form.Item>
  )
}

/** An amount in whole units of the currency, with what stands behind the point. */
export function MoneyField({ name, label, placeholder, min = 0.01 }: NumberProps) {
  const needed = useNeeded()
  return (
    <Form.Item name={name} label={label} rules={placeholder === undefined ? needed : []}>
      <InputNumber min={min} placeholder={placeholder ?? ''} style={{ width: '100%' }} />
    </Form.Item>
  )
}

/** A day; `extra` says what ends with it. */
export function DayField({ name, label, extra, isNeeded = false }: { name: string; label: string; extra?: string; isNeeded?: boolean }) {
  const needed = useNeeded()
  return (
    <Form.Item name={name} label={label} extra={extra} rules={isNeeded ? needed : []}>
      <Input type="date" />
    </Form.Item>
  )
}

/** From which day on something holds, and from which on it does not. */
export function DaysFields({ from, until, help }: { from: string; until: string; help: string }) {
  return (
    <Fields>
      <DayField name="valid_from" label={from} isNeeded />
      <DayField name="valid_until" label={until} extra={help} />
    </Fields>
  )
}
