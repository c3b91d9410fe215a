import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { isOver, useRun } from '../../api/runs'
import { RunView } from '../RunView'
import css from './Import.module.css'

/** The import while it runs, and what came of it. */
export function ResultStep({ runId }: { runId: string }) {
  const { t } = useTranslation()
  const run = useRun(runId)
  if (run.isPending) return <CardSkeleton lines={6} />
  if (!run.data) {
    return (
      <Card>
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      </Card>
    )
  }
  return (
    <>
      <RunView run={run.data} />
      <div className={css.foot}>
        <Link to="/runs/$runId" params={{ runId }}>
          {t('connect.import.runPage')}
        </Link>
        {isOver(run.data) ? (
          <Link to="/import" search={{ source: run.data.source_id }}>
            <Button tabIndex={-1}>{t('connect.import.another')}</Button>
          </Link>
        ) : null}
      </div>
    </>
  )
}
