import type { UseQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useBookingWords } from '@/ui/BookingWords'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { CardSkeleton } from '@/ui/Skeleton'
import { useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { useKinds } from '../../api/mapping'
import type { PreviewFault, PreviewRow } from '../../api/uploads'
import { useFieldTitle } from '../fieldTitle'
import css from './Import.module.css'

type Fix = (record: number, field: string) => void

/** What the mapping makes of one row: the records, and what is wrong with them. */
export function PreviewCard({ preview, onFix }: { preview: UseQueryResult<PreviewRow[]>; onFix: Fix }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [place, setPlace] = useState(0)
  if (preview.isError) {
    return (
      <Card title={t('connect.import.preview')}>
        <p className={css.problem} role="alert">
          {sentence(preview.error)}
        </p>
      </Card>
    )
  }
  if (preview.isPending) return preview.fetchStatus === 'idle' ? <Nothing /> : <CardSkeleton lines={8} />
  const rows = preview.data
  const row = rows[Math.min(place, rows.length - 1)]
  if (!row) return <Nothing />
  const faulty = rows.filter((one) => one.faults.length > 0).length
  return (
    <Card title={t('connect.import.rowBecomes', { row: row.row_number })} aside={<Pager place={rows.indexOf(row)} count={rows.length} onGo={setPlace} />}>
      {faulty > 0 ? (
        <p className={css.fault} style={{ marginBottom: 8 }}>
          {t('connect.import.faultyRows', { faulty, rows: rows.length })}
        </p>
      ) : null}
      {row.records.length === 0 ? <p className="muted">{t('connect.import.noRecord')}</p> : null}
      {row.records.map((record, index) => (
        <RecordView key={`${record.kind}${index}`} kind={record.kind} values={record.values} faults={row.faults.filter((fault) => fault.record === index)} onFix={onFix} />
      ))}
    </Card>
  )
}

function Nothing() {
  const { t } = useTranslation()
  return (
    <Card title={t('connect.import.preview')}>
      <p className="muted">{t('connect.import.previewNone')}</p>
    </Card>
  )
}

function Pager({ place, count, onGo }: { place: number; count: number; onGo: (place: number) => void }) {
  const { t } = useTranslation()
  return (
    <span className={css.pager}>
      <Button size="small" type="text" disabled={place <= 0} aria-label={t('connect.import.previousRow')} icon={<Icon name="left" size={14} />} onClick={() => onGo(place - 1)} />
      <span>{`${place + 1} / ${count}`}</span>
      <Button size="small" type="text" disabled={place >= count - 1} aria-label={t('connect.import.nextRow')} icon={<Icon name="right" size={14} />} onClick={() => onGo(place + 1)} />
    </span>
  )
}

const silent = /(_id|_ids|_hash|_index)$|^(record_id|currency)$/

interface RecordProps {
  kind: string
  values: Readonly<Record<string, unknown>>
  faults: readonly PreviewFault[]
  onFix: Fix
}

function RecordView({ kind, values: given, faults, onFix }: RecordProps) {
  const { t } = useTranslation()
  const values = spread(given)
  const said = useSaid()
  const titleOf = useFieldTitle()
  const valueText = useValueText()
  const { data: kinds = [] } = useKinds()
  const names = [...new Set([...Object.keys(values).filter((name) => !silent.test(name)), ...faults.map((fault) => fault.field)])]
  const shown = names.filter((name) => valueText(name, values) !== '' || faults.some((fault) => fault.field === name))
  return (
    <div className={css.record}>
      <p className={css.recordTitle}>
        <Tag tone="jade">{said(kinds.find((one) => one.kind === kind)?.title) || kind}</Tag>
      </p>
      <dl>
        {shown.map((name) => {
          const fault = faults.find((one) => one.field === name)
          return (
            <div key={name} className={css.value} data-fault={fault ? true : undefined}>
              <dt>{titleOf(name, kind)}</dt>
              <dd>
                {valueText(name, values) || '—'}
                {fault ? (
                  <div className={css.fault}>
                    {`${said(fault.what)} ${said(fault.mend)} `}
                    <button type="button" className={css.fix} onClick={() => onFix(fault.record, fault.field)}>
                      {t('connect.import.fix')}
                    </button>
                  </div>
                ) : null}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}

/** Extra information as values of their own. */
function spread(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { attributes, properties, ...rest } = values
  return { ...rest, ...objectOf(attributes), ...objectOf(properties) }
}

function objectOf(value: unknown): Record<string, unknown> {
  const read: unknown = typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) : value
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
}

/** Returns a function that writes a canonical value as the pages will show it. */
function useValueText(): (name: string, values: Readonly<Record<string, unknown>>) => string {
  const { instant } = useFormat()
  const { line, status } = useBookingWords()
  const { t } = useTranslation()
  return (name, values) => {
    const value = values[name]
    if (value === null || value === undefined || value === '') return ''
    if (typeof value === 'boolean') return value ? t('words.yes') : t('words.no')
    if (typeof value === 'number' && name.endsWith('_minor')) {
      const currency = values[name.replace('_minor', '_currency')] ?? values.currency
      return typeof currency === 'string' ? moneyText(value, currency) : String(value)
    }
    if (Array.isArray(value)) return value.join(' · ')
    if (typeof value !== 'string') return JSON.stringify(value)
    if (name === 'status') return status(value)
    if (name === 'line') return line(value)
    return name.endsWith('_at') ? instant(value) : value
  }
}
