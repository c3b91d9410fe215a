import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Instant } from '@/ui/Money'
import { EmptyState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type Run, useRuns } from '../api/runs'
import { RunStateMark } from './RunStateMark'

function useColumns(): Column<Run>[] {
  const { t } = useTranslation()
  const amount = (value: number) => (value > 0 ? countText(value) : <span className="muted">0</span>)
  return [
    {
      key: 'file',
      title: t('connect.file'),
      render: (run) => (
        <>
          {run.file_name} {run.is_dry ? <Tag tone="slate">{t('connect.dry')}</Tag> : null}
        </>
      ),
    },
    { key: 'state', title: t('connect.state'), render: (run) => <RunStateMark state={run.state} /> },
    { key: 'source', title: t('connect.source'), render: (run) => run.source_name, wideOnly: true },
    { key: 'at', title: t('connect.startedAt'), render: (run) => <Instant at={run.created_at} relative /> },
    { key: 'read', title: t('connect.outcome.read'), align: 'right', render: (run) => countText(run.counts.read) },
    { key: 'new', title: t('connect.outcome.new'), align: 'right', render: (run) => amount(run.counts.new) },
    { key: 'changed', title: t('connect.outcome.changed'), align: 'right', render: (run) => amount(run.counts.changed), wideOnly: true },
    {
      key: 'quarantined',
      title: t('connect.outcome.quarantined'),
      align: 'right',
      render: (run) => (run.counts.quarantined > 0 ? <Tag tone="amber">{countText(run.counts.quarantined)}</Tag> : amount(0)),
    },
    {
      key: 'mapping',
      title: t('connect.mapping'),
      render: (run) => `${run.mapping_name} · ${t('connect.versionNumber', { version: run.mapping_version })}`,
      optional: true,
      wideOnly: true,
    },
  ]
}

/** Imports, newest first. */
export function RunsTable({ where, filters }: { where: { source_id?: string; state?: string }; filters?: ReactNode }) {
  const { t } = useTranslation()
  const pages = useRuns(where)
  const all = useColumns()
  const columns = where.source_id ? all.filter((column) => column.key !== 'source') : all
  return (
    <DataTable
      name="runs"
      views={filters ? 'runs' : undefined}
      label={t('connect.view.runs')}
      columns={columns}
      pages={pages}
      rowKey={(run) => run.id}
      door={(run) => ({ to: '/runs/$runId', params: { runId: run.id } })}
      filters={filters}
      empty={
        <EmptyState icon="run" title={t('connect.noRuns')}>
          {t('connect.noRunsWords')}
        </EmptyState>
      }
    />
  )
}
