import { AutoComplete, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import type { ArgumentsProps } from './Arguments'
import css from './Import.module.css'
import { useCodes } from './useCodes'

const VALUES = 30

/** The file's values on the left, ours on the right. */
export function EnumTable({ draft, place, columns, shape, onChange }: ArgumentsProps) {
  const { t } = useTranslation()
  const codesOf = useCodes()
  const table = draft.table ?? {}
  const [extra, setExtra] = useState('')
  const at = shape.header.indexOf(columns[0] ?? '')
  const seen = shape.sample.map((row) => row[at]?.trim() ?? '').filter(Boolean)
  const values = [...new Set([...Object.keys(table), ...seen])].slice(0, VALUES)
  const codes = codesOf(place)
  const set = (value: string, ours: string) => onChange({ table: Object.fromEntries(Object.entries({ ...table, [value]: ours }).filter(([, code]) => code !== '')) })
  return (
    <div>
      <p className="muted small" style={{ marginBottom: 8 }}>
        {t('connect.import.enumWords')}
      </p>
      {values.map((value) => (
        <div key={value} className={css.enum}>
          <span className="mono">{value}</span>
          <Icon name="arrow" size={14} />
          {codes.length > 0 ? (
            <Select aria-label={value} size="small" allowClear options={codes} value={table[value] ?? null} onChange={(code: string | null) => set(value, code ?? '')} />
          ) : (
            <AutoComplete aria-label={value} size="small" options={[...new Set(Object.values(table))].map((code) => ({ value: code }))} value={table[value] ?? ''} onChange={(code: string) => set(value, code)} />
          )}
        </div>
      ))}
      <div className={css.enum}>
        <Input size="small" value={extra} placeholder={t('connect.import.otherValue')} onChange={(event) => setExtra(event.target.value)} />
        <span />
        <Button
          size="small"
          disabled={!extra.trim()}
          onClick={() => {
            onChange({ table: { ...table, [extra.trim()]: codes[0]?.value ?? extra.trim() } })
            setExtra('')
          }}
        >
          {t('connect.import.addValue')}
        </Button>
      </div>
      <label className={css.field} style={{ marginTop: 12 }}>
        <span>{t('connect.import.else')}</span>
        <Select
          value={draft.else ?? 'fault'}
          options={[
            { value: 'fault', label: t('connect.import.elseFault') },
            { value: 'keep', label: t('connect.import.elseKeep') },
            ...codes,
          ]}
          onChange={(otherwise: string) => onChange({ else: otherwise })}
        />
      </label>
    </div>
  )
}
