import { Input, InputNumber, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { Shape } from '../../api/sandbox'
import { type Asked, scaleOf } from '../catalogue'
import type { Operand } from '../tree/items'
import css from './Editors.module.css'
import { ValuesSelect } from './ValuesSelect'

export interface OperandProps {
  name: string
  asked: Asked
  shape: Shape
  value: Operand
  onChange: (value: Operand) => void
  /** It was added just now, and takes the keyboard. */
  isFresh: boolean
}

const DAYS_MAX = 3660
const months = Array.from({ length: 12 }, (_, index) => index + 1)

/** What a test compares with, in the form that fits it. */
export function OperandEditor(props: OperandProps) {
  const place = useRef<HTMLSpanElement>(null)
  const { isFresh } = props
  useEffect(() => {
    if (isFresh) place.current?.querySelector('input')?.focus()
  }, [isFresh])
  return (
    <span ref={place} className={css.operand}>
      <Inside {...props} />
    </span>
  )
}

function Inside(props: OperandProps) {
  const { shape, value, onChange } = props
  const { t } = useTranslation()
  switch (shape) {
    case 'number':
      return <Amount {...props} label={t('segment_edit.number')} value={typeof value === 'number' ? value : undefined} />
    case 'numbers':
      return <Pair value={value} onChange={onChange} render={(one, change, isFirst) => <Amount {...props} label={t(isFirst ? 'segment_edit.from' : 'segment_edit.to')} value={one as number | undefined} onChange={change} />} />
    case 'text':
      return <Input className={css.word} maxLength={200} aria-label={t('segment_edit.text')} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value)} />
    case 'texts':
      return <ValuesSelect {...props} value={Array.isArray(value) ? (value as string[]) : []} />
    case 'date':
      return <Day label={t('segment_edit.day')} value={value as string | undefined} onChange={onChange} />
    case 'dates':
      return <Pair value={value} onChange={onChange} render={(one, change, isFirst) => <Day label={t(isFirst ? 'segment_edit.from' : 'segment_edit.to')} value={one as string | undefined} onChange={change} />} />
    case 'days':
      return <Days label={t('segment_edit.daysCount')} value={typeof value === 'number' ? value : undefined} onChange={onChange} />
    case 'months':
      return <Months {...props} />
    case 'nothing':
      return null
  }
}

/** A number as people write it: yuan and not cents, percent and not shares. */
function Amount({ asked, label, value, onChange }: OperandProps & { label: string; value: number | undefined }) {
  const said = useSaid()
  const scale = scaleOf(asked)
  const unit = asked.kind === 'share' ? '%' : said(asked.unit)
  return (
    <InputNumber
      className={css.amount}
      aria-label={label}
      suffix={unit ? <span className={css.unit}>{unit}</span> : undefined}
      value={value === undefined ? null : round(value / scale)}
      onChange={(next) => onChange(next === null ? undefined : round(next * scale))}
    />
  )
}

/** Thirty percent of a hundred are thirty, not thirty and a little. */
const round = (value: number) => Number(value.toPrecision(12))

interface PairProps {
  value: Operand
  onChange: (value: Operand) => void
  render: (one: unknown, change: (next: Operand) => void, isFirst: boolean) => React.ReactNode
}

function Pair({ value, onChange, render }: PairProps) {
  const both: unknown[] = Array.isArray(value) ? (value as unknown[]) : []
  return (
    <span className={css.pair}>
      {render(both[0], (next) => onChange([next, both[1]] as Operand), true)}
      <span aria-hidden="true">–</span>
      {render(both[1], (next) => onChange([both[0], next] as Operand), false)}
    </span>
  )
}

export function Day({ label, value, onChange }: { label: string; value: string | undefined; onChange: (value: string | undefined) => void }) {
  return <Input type="date" className={css.day} aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} />
}

interface DaysProps {
  label: string
  value: number | undefined
  onChange: (value: number | undefined) => void
  least?: number
}

export function Days({ label, value, onChange, least = 1 }: DaysProps) {
  const { t } = useTranslation()
  return (
    <InputNumber
      className={css.days}
      min={least}
      max={DAYS_MAX}
      precision={0}
      aria-label={label}
      suffix={<span className={css.unit}>{t('segment_edit.days')}</span>}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

function Months({ value, onChange, isFresh }: OperandProps) {
  const { t } = useTranslation()
  return (
    <Select
      mode="multiple"
      className={css.values}
      defaultOpen={isFresh}
      aria-label={t('segment_edit.months')}
      placeholder={t('segment_edit.months')}
      value={Array.isArray(value) ? [...(value as number[])] : []}
      options={months.map((month) => ({ value: month, label: t('segment_edit.month', { month }) }))}
      onChange={(next: number[]) => onChange([...next].sort((one, other) => one - other))}
    />
  )
}
