import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { sizeText, useFormat } from '@/lib/format'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type Run, useRun } from '../api/runs'
import css from '../components/Run.module.css'
import { RunStateMark } from '../components/RunStateMark'
import { RunView } from '../components/RunView'

export function RunPage() {
  const { t } = useTranslation()
  const runId = useParam('runId')
  const run = useRun(runId)
  if (run.isPending) return <PageSkeleton cards={2} />
  if (!run.data) {
    return (
      <Card>
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      </Card>
    )
  }
  return (
    <>
      <PageHeader
        crumbs={[
          { label: t('connect.title'), to: '/sources' },
          { label: t('connect.view.runs'), to: '/runs' },
        ]}
        title={run.data.file_name}
        titleExtra={
          <>
            <RunStateMark state={run.data.state} />
            {run.data.is_dry ? <Tag tone="slate">{t('connect.dry')}</Tag> : null}
          </>
        }
        subtitle={run.data.source_name}
      />
      <div className={css.view}>
        <RunView run={run.data} />
        <Origin run={run.data} />
      </div>
    </>
  )
}

function Origin({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { duration } = useFormat()
  const seconds = run.started_at && run.ended_at ? (Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000 : null
  return (
    <Card title={t('connect.about')}>
      <KeyValues
        columns={2}
        items={[
          {
            label: t('connect.source'),
            value: (
              <Link to="/sources/$sourceId" params={{ sourceId: run.source_id }}>
                {run.source_name}
              </Link>
            ),
          },
          { label: t('connect.size'), value: sizeText(run.bytes_total) },
          { label: t('connect.mapping'), value: `${run.mapping_name} · ${t('connect.versionNumber', { version: run.mapping_version })}` },
          { label: t('connect.startedAt'), value: <Instant at={run.started_at ?? run.created_at} /> },
          { label: t('connect.took'), value: seconds === null ? null : duration(seconds) },
          { label: t('connect.runId'), value: <span className="mono">{run.id}</span> },
        ]}
      />
    </Card>
  )
}
