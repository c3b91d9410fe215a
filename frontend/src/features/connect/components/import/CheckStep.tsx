import { App, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { percentText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, useSentence } from '@/ui/States'
import { isOver, type Run, useRun, useStartRun } from '../../api/runs'
import { useSource } from '../../api/sources'
import { type Upload, useSuggestion } from '../../api/uploads'
import { RunView } from '../RunView'
import runCss from '../Run.module.css'
import css from './Import.module.css'
import { readDraft } from './useDraft'

interface Props {
  upload: Upload
  dryRun: string | undefined
  onDryRun: (runId: string) => void
  onBack: () => void
  onStarted: (runId: string) => void
}

/** Reads the whole file without writing anything, says what would happen, then does it. */
export function CheckStep({ upload, dryRun, onDryRun, onBack, onStarted }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const suggestion = useSuggestion(upload.id)
  const document = readDraft(upload.id) ?? suggestion.data
  const start = useStartRun()
  const run = useRun(dryRun ?? '')
  const begin = (isDry: boolean, then: (id: string) => void) => {
    if (!document) return
    start.mutate(
      { uploadId: upload.id, document, isDry },
      { onSuccess: ({ id }) => then(id), onError: (error) => void message.error({ content: sentence(error), duration: 8 }) },
    )
  }
  const { isOver: isAbove } = useShare(run.data)
  const begun = useRef(false)
  useEffect(() => {
    if (dryRun || begun.current || !document) return
    begun.current = true
    begin(true, onDryRun)
  })
  const ready = run.data !== undefined && isOver(run.data)
  return (
    <>
      {ready ? <Threshold run={run.data} onBack={onBack} /> : null}
      <Middle run={run} error={start.error} onRetry={() => begin(true, onDryRun)} />
      <div className={css.foot}>
        <Button onClick={onBack}>{t('connect.import.backToMap')}</Button>
        <div>
          {ready && run.data.counts.quarantined > 0 ? <span className="muted small">{t('connect.import.goodRowsGo')}</span> : null}
          <Button type={isAbove ? 'default' : 'primary'} loading={start.isPending && ready} disabled={!ready || run.data.counts.read === 0} onClick={() => begin(false, onStarted)}>
            {t('connect.import.start')}
          </Button>
        </div>
      </div>
    </>
  )
}

/** The share of bad rows, and the one at which the source's imports stop themselves. */
function useShare(run: Run | undefined): { share: number; limit: number | undefined; isOver: boolean } {
  const source = useSource(run?.source_id ?? '')
  const share = run && run.counts.read > 0 ? run.counts.quarantined / run.counts.read : 0
  const limit = source.data?.settings.bad_share_max
  return { share, limit, isOver: limit !== undefined && share > limit }
}

/** Says before the import that it would stop itself, and why. */
function Threshold({ run, onBack }: { run: Run; onBack: () => void }) {
  const { t } = useTranslation()
  const { share, limit, isOver: isAbove } = useShare(run)
  if (limit === undefined || !isAbove) return null
  return (
    <div className={css.above}>
      <Card tone="attention">
        <div className={runCss.warning}>
          <p>{t('connect.import.overLimit', { share: percentText(share, 0), limit: percentText(limit, 0) })}</p>
          <Button type="primary" onClick={onBack}>
            {t('connect.import.backToMap')}
          </Button>
        </div>
      </Card>
    </div>
  )
}

function Middle({ run, error, onRetry }: { run: ReturnType<typeof useRun>; error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const failure = error ?? run.error
  if (failure && !run.data) {
    return (
      <Card>
        <ErrorState error={failure} onRetry={onRetry} />
      </Card>
    )
  }
  if (!run.data) return <CardSkeleton lines={6} />
  if (isOver(run.data) && run.data.counts.read === 0 && !run.data.message) {
    return (
      <Card>
        <EmptyState title={t('connect.import.emptyFile')}>{t('connect.import.emptyFileWords')}</EmptyState>
      </Card>
    )
  }
  return <RunView run={run.data} />
}
