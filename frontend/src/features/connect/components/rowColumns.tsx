import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Search } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Instant } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import type { Fault, QuarantinedRow } from '../api/quarantine'
import { useFaultField } from './fieldTitle'

/** The fault that the filter asks for, else the first one. */
function faultOf(row: QuarantinedRow, { rule, field }: Search): Fault | undefined {
  const asked = row.faults.find((fault) => (!rule || fault.rule === rule) && (!field || fault.field === field))
  return asked ?? row.faults[0]
}

/** A sentence as a title: without its full stop. */
function short(sentence: string): string {
  return sentence.replace(/[。.]$/, '')
}

/** The value that broke the rule, as it stood in the file. */
function faultyValue(row: QuarantinedRow, fault: Fault | undefined): string {
  const columns = fault?.columns ?? []
  return columns.map((column) => row.values[column] ?? '').filter(Boolean).join(' · ')
}

export function useRowColumns({ rule, field }: Search): Column<QuarantinedRow>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const fieldOf = useFaultField()
  return useMemo(
    () => [
      { key: 'what', title: t('connect.quarantine.what'), render: (row) => short(said(faultOf(row, { rule, field })?.what)) || t('connect.quarantine.unreadable') },
      { key: 'field', title: t('connect.quarantine.field'), render: (row) => fieldOf(faultOf(row, { rule, field })) },
      { key: 'value', title: t('connect.quarantine.value'), render: (row) => <span className="mono">{faultyValue(row, faultOf(row, { rule, field })) || '—'}</span> },
      {
        key: 'more',
        title: t('connect.quarantine.faults'),
        align: 'right',
        render: (row) => (row.faults.length > 1 ? <Tag tone="amber">{row.faults.length}</Tag> : row.faults.length),
        wideOnly: true,
      },
      { key: 'row', title: t('connect.quarantine.row'), align: 'right', render: (row) => countText(row.row_number) },
      { key: 'file', title: t('connect.file'), render: (row) => row.file_name, wideOnly: true },
      { key: 'source', title: t('connect.source'), render: (row) => row.source_name },
      { key: 'at', title: t('connect.quarantine.since'), render: (row) => <Instant at={row.created_at} relative />, wideOnly: true },
      { key: 'until', title: t('connect.quarantine.until'), render: (row) => <Instant at={row.expires_at} />, optional: true, wideOnly: true },
    ],
    [t, said, fieldOf, rule, field],
  )
}
