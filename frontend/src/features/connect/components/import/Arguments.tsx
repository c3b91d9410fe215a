import { Checkbox, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Expression, Transform } from '../../api/mapping'
import type { Shape } from '../../api/uploads'
import type { Place } from './document'
import { EnumTable } from './EnumTable'
import css from './Import.module.css'

export interface ArgumentsProps {
  as: Transform
  draft: Expression
  place: Place
  columns: readonly string[]
  shape: Shape
  onChange: (part: Partial<Expression>) => void
}

const dateFormats = ['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%d/%m/%Y', '%m/%d/%Y', '%d.%m.%Y', '%Y年%m月%d日', 'excel_serial']
const instantFormats = ['%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y-%m-%dT%H:%M:%S', '%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M', 'epoch_seconds', 'epoch_millis']
const zones = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Tokyo', 'Europe/London', 'Europe/Lisbon', 'America/New_York', 'UTC']
const currencies = ['CNY', 'HKD', 'TWD', 'JPY', 'KRW', 'SGD', 'THB', 'USD', 'EUR', 'GBP']
const regions = ['CN', 'HK', 'TW', 'MO', 'JP', 'KR', 'SG', 'US', 'GB']

function options(values: readonly string[]) {
  return values.map((value) => ({ value, label: value }))
}

function Field({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    // The control is the child; the label wraps it.
     
    <label className={css.field}>
      <span>{label}</span>
      {children}
      {help ? <span>{help}</span> : null}
    </label>
  )
}

/** The further words a way of reading needs. */
export function Arguments(props: ArgumentsProps) {
  const { as } = props
  if (as === 'date' || as === 'instant') return <WhenFields {...props} />
  if (as === 'money') return <MoneyFields {...props} />
  if (as === 'enum') return <EnumTable {...props} />
  if (as === 'split' || as === 'concat' || as === 'list') return <PieceFields {...props} />
  return <OtherFields {...props} />
}

function WhenFields({ as, draft, shape, onChange }: ArgumentsProps) {
  const { t } = useTranslation()
  const formats = as === 'date' ? dateFormats : instantFormats
  const isEpoch = [draft.format].flat().some((format) => format?.startsWith('epoch'))
  return (
    <>
      <Field label={t('connect.import.format')} help={t('connect.import.formatHelp')}>
        <Select
          mode="tags"
          placeholder={t('connect.import.formatAuto')}
          options={formats.map((value) => ({ value, label: value.startsWith('%') ? value : t(`connect.import.formats_.${value as 'excel_serial'}`) }))}
          value={[draft.format].flat().filter((value): value is string => !!value)}
          onChange={(values: string[]) => onChange({ format: values.length > 1 ? values : values[0] })}
        />
      </Field>
      {as === 'instant' ? (
        <Field label={t('connect.zone')} help={t('connect.import.zoneHelp')}>
          <Select allowClear showSearch options={options(zones)} value={draft.zone ?? null} onChange={(zone: string | null) => onChange({ zone: zone ?? undefined })} />
        </Field>
      ) : (
        <Field label={t('connect.import.plusDays')}>
          <Select mode="multiple" options={options(shape.header)} value={draft.plus_days ?? []} onChange={(days: string[]) => onChange({ plus_days: days.length > 0 ? days : undefined })} />
        </Field>
      )}
      {isEpoch ? (
        <Checkbox checked={draft.local ?? false} onChange={(event) => onChange({ local: event.target.checked || undefined })}>
          {t('connect.import.local')}
        </Checkbox>
      ) : null}
    </>
  )
}

function MoneyFields({ draft, shape, onChange }: ArgumentsProps) {
  const { t } = useTranslation()
  const value = typeof draft.currency === 'object' ? `column:${draft.currency.from}` : (draft.currency ?? null)
  const groups = [
    { label: t('connect.import.fixed'), options: options(currencies) },
    { label: t('connect.import.column'), options: shape.header.map((column) => ({ value: `column:${column}`, label: column })) },
  ]
  return (
    <>
      <Field label={t('connect.currency')} help={t('connect.import.currencyHelp')}>
        <Select
          allowClear
          showSearch
          options={groups}
          value={value}
          onChange={(given: string | null) => onChange({ currency: given?.startsWith('column:') ? { from: given.slice(7) } : (given ?? undefined) })}
        />
      </Field>
      <Field label={t('connect.import.times')} help={t('connect.import.timesHelp')}>
        <Select mode="multiple" options={options(shape.header)} value={draft.times ?? []} onChange={(times: string[]) => onChange({ times: times.length > 0 ? times : undefined })} />
      </Field>
      <DecimalField draft={draft} onChange={onChange} />
    </>
  )
}

function DecimalField({ draft, onChange }: Pick<ArgumentsProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation()
  return (
    <Checkbox checked={draft.decimal === ','} onChange={(event) => onChange({ decimal: event.target.checked ? ',' : undefined })}>
      {t('connect.import.comma')}
    </Checkbox>
  )
}

function PieceFields({ as, draft, onChange }: ArgumentsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Field label={t('connect.import.separator')}>
        <Input value={draft.separator ?? ''} placeholder={as === 'list' ? '|' : t('connect.import.space')} onChange={(event) => onChange({ separator: event.target.value || undefined })} />
      </Field>
      {as === 'split' ? (
        <Field label={t('connect.import.part')} help={t('connect.import.partHelp')}>
          <InputNumber value={draft.part ?? 1} min={-20} max={20} onChange={(part) => onChange({ part: part ?? 1 })} />
        </Field>
      ) : null}
    </>
  )
}

function OtherFields({ as, draft, onChange }: ArgumentsProps) {
  const { t } = useTranslation()
  if (as === 'phone') {
    return (
      <Field label={t('connect.region')} help={t('connect.import.regionHelp')}>
        <Select allowClear options={options(regions)} value={draft.region ?? null} onChange={(region: string | null) => onChange({ region: region ?? undefined })} />
      </Field>
    )
  }
  if (as === 'name') {
    const orders = ['surname_first', 'given_first', 'gds'] as const
    return (
      <Field label={t('connect.import.order')}>
        <Select
          allowClear
          options={orders.map((value) => ({ value, label: t(`connect.import.orders.${value}`) }))}
          value={draft.order ?? null}
          onChange={(order: string | null) => onChange({ order: order ?? undefined })}
        />
      </Field>
    )
  }
  return as === 'decimal' || as === 'integer' ? <DecimalField draft={draft} onChange={onChange} /> : null
}
