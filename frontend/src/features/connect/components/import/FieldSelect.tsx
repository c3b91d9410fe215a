import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { Document, Kind } from '../../api/mapping'
import { hasPlace, type Place, placeOf, placeText } from './document'

interface Props {
  label: string
  kinds: readonly Kind[]
  document: Document
  value: Place | null
  column?: string
  onChange: (place: Place | null) => void
}

function attributeOf(column: string): string {
  return `attributes.${column.trim().replace(/[.\s]+/g, '_').slice(0, 60) || 'column'}`
}

/** Picks a canonical field, grouped by record; fields that already have a source are not offered twice. */
export function FieldSelect({ label, kinds, document, value, column, onChange }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const primary = document.records[0]?.kind ?? kinds[0]?.kind ?? ''
  const used = new Set(document.records.map((record) => record.kind))
  const ordered = [...kinds].sort((a, b) => Number(used.has(b.kind)) - Number(used.has(a.kind)))
  const groups = ordered.map((kind) => ({
    label: said(kind.title),
    options: kind.fields
      .map((field) => ({ place: { kind: kind.kind, field: field.name }, field }))
      .filter(({ place }) => !hasPlace(document, place) || (value?.kind === place.kind && value.field === place.field))
      .map(({ place, field }) => ({
        value: placeText(place),
        label: `${said(kind.title)} · ${said(field.title)}`,
        name: `${said(field.title)}${field.required ? ' *' : ''}`,
      })),
  }))
  const spare = value?.field.startsWith('attributes.') ? value : column ? { kind: primary, field: attributeOf(column) } : null
  const other = spare
    ? [{ label: t('connect.import.others'), options: [{ value: placeText(spare), label: `${t('connect.import.attribute')} · ${spare.field.slice(11)}`, name: t('connect.import.asAttribute') }] }]
    : []
  const names = new Map([...groups, ...other].flatMap((group) => group.options).map((option) => [option.value, option.name]))
  return (
    <Select
      aria-label={label}
      allowClear
      size="small"
      style={{ width: '100%' }}
      popupMatchSelectWidth={260}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('connect.import.notImported')}
      options={[...groups, ...other]}
      optionRender={(option) => names.get(String(option.value)) ?? option.label}
      value={value ? placeText(value) : null}
      onChange={(text: string | null | undefined) => onChange(text ? placeOf(text) : null)}
    />
  )
}
