import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { Instant } from '@/ui/Money'
import { Status } from '@/ui/StatusTag'
import { useSaved } from '@/ui/useSaved'
import { type Rebuild, useCancelRebuild, useRebuild } from '../../api/audiences'
import css from './Kept.module.css'

/** The rebuild under way with how far it is and the way out; the sentence of one that broke off; nothing else. */
export function RebuildBar() {
  const { t } = useTranslation()
  const said = useSaid()
  const { underWay, newest } = useRebuild()
  if (underWay) {
    return (
      <div className={css.bar}>
        <Card>
          <Running one={underWay} />
        </Card>
      </div>
    )
  }
  if (newest?.state !== 'failed' || !newest.message) return null
  return (
    <div className={css.bar} role="alert">
      <Card tone="trouble">
        <Status tone="cinnabar">{t('segment_kept.rebuildFailed')}</Status> {said(newest.message)} <Instant at={newest.ended_at} relative />
      </Card>
    </div>
  )
}

function Running({ one }: { one: Rebuild }) {
  const { t } = useTranslation()
  const mayEdit = useMayForCompany('edit_audiences')
  const cancel = useCancelRebuild()
  const saved = useSaved()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  const label = one.state === 'waiting' || one.total === 0 ? t('segment_kept.rebuildWaits') : t('segment_kept.rebuilding', { done: countText(one.done), total: countText(one.total) })
  return (
    <JobProgress
      label={label}
      rows={null}
      share={one.total > 0 ? Math.min(1, one.done / one.total) : null}
      startedAt={one.created_at}
      now={now}
      onCancel={mayEdit ? () => cancel.mutate(one.id, saved(t('segment_kept.rebuildStopping'))) : undefined}
      cancelling={cancel.isPending || cancel.isSuccess}
    />
  )
}
