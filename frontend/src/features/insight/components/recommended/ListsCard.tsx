import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import { isUnderWay, type ListRun, useCancelLists, useListRuns, useOrderLists } from '../../api/recommended'

/** Everybody's lists: who has one, of when, and the making of new ones while it runs. */
export function ListsCard() {
  const { t } = useTranslation()
  const runs = useListRuns()
  const mayMake = useMayForCompany('manage_models')
  const underWay = runs.data?.find(isUnderWay)
  const used = runs.data?.find((one) => one.state === 'done')
  return (
    <Card title={t('insight_recommended.lists')} aside={mayMake && used && !underWay ? <Remake /> : null}>
      {runs.isPending ? <CardSkeleton lines={2} /> : null}
      {runs.isError ? <ErrorState error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.data ? <Used used={used} newest={runs.data[0]} /> : null}
      {underWay ? <Running run={underWay} mayCancel={mayMake} /> : null}
    </Card>
  )
}

function Remake() {
  const { t } = useTranslation()
  const order = useOrderLists()
  const saved = useSaved()
  return (
    <Button size="small" loading={order.isPending} onClick={() => order.mutate(undefined, saved(t('insight_recommended.ordered')))}>
      {t('insight_recommended.remake')}
    </Button>
  )
}

function Used({ used, newest }: { used: ListRun | undefined; newest: ListRun | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <>
      {used ? (
        <p>
          {t('insight_recommended.listsOf', { count: used.guests, guests: countText(used.guests) })} · <Instant at={used.as_of} />
        </p>
      ) : (
        <p>
          {t('insight_recommended.listsNever')}{' '}
          <Link to="/insight" search={{ tab: 'models', kind: 'next_city' }}>
            {t('insight_recommended.toModel')}
          </Link>
        </p>
      )}
      {newest?.state === 'failed' && newest.message ? <p role="alert">{said(newest.message)}</p> : null}
      {newest?.state === 'cancelled' ? <p className="muted">{t('insight_recommended.listsCancelled')}</p> : null}
    </>
  )
}

function Running({ run, mayCancel }: { run: ListRun; mayCancel: boolean }) {
  const { t } = useTranslation()
  const cancel = useCancelLists()
  const saved = useSaved()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  const isGoing = run.state === 'running' && run.total > 0
  return (
    <JobProgress
      label={isGoing ? t('insight_recommended.making', { done: countText(run.done), total: countText(run.total) }) : t('insight_recommended.waiting')}
      rows={null}
      share={isGoing ? Math.min(1, run.done / run.total) : null}
      startedAt={run.ordered_at}
      now={now}
      onCancel={mayCancel ? () => cancel.mutate(run.id, saved(t('insight_recommended.stopping'))) : undefined}
      cancelling={cancel.isPending || run.cancel_asked}
    />
  )
}
