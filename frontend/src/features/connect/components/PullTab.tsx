import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { sizeText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { type PullState, usePull, usePullNow } from '../api/pulls'
import css from './Run.module.css'

/** How fetching from a folder or database stands, and the button that fetches now. */
export function PullTab({ sourceId }: { sourceId: string }) {
  const pull = usePull(sourceId)
  if (pull.isPending) return <CardSkeleton lines={5} />
  if (pull.isError) {
    return (
      <Card>
        <ErrorState error={pull.error} onRetry={() => void pull.refetch()} />
      </Card>
    )
  }
  return (
    <div className={css.view}>
      <Standing sourceId={sourceId} pull={pull.data} />
      <Waiting sourceId={sourceId} pull={pull.data} />
      <Files pull={pull.data} />
    </div>
  )
}

function Standing({ sourceId, pull }: { sourceId: string; pull: PullState }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const mayLoad = useMay('load_data')
  const now = usePullNow(sourceId)
  function fetchNow(): void {
    now.mutate(undefined, {
      onSuccess: () => void message.success(t('connect.pull.asked')),
      onError: (error) => void message.error(sentence(error)),
    })
  }
  return (
    <Card
      title={t('connect.tab.pull')}
      tone={pull.message ? 'trouble' : 'plain'}
      aside={
        mayLoad ? (
          <Button size="small" loading={now.isPending} onClick={fetchNow}>
            {t('connect.pull.now')}
          </Button>
        ) : null
      }
    >
      {pull.message ? <p role="status">{said(pull.message)}</p> : null}
      <KeyValues
        items={[
          { label: t('connect.pull.last'), value: pull.pulled_at ? <Instant at={pull.pulled_at} relative /> : t('connect.pull.never') },
          { label: t('connect.pull.next'), value: pull.next_at ? <Instant at={pull.next_at} /> : t('connect.byHand') },
        ]}
      />
    </Card>
  )
}

/** Files that came but fit no mapping yet: a person says once what their columns are. */
function Waiting({ sourceId, pull }: { sourceId: string; pull: PullState }) {
  const { t } = useTranslation()
  if (pull.waiting.length === 0) return null
  return (
    <Card tone="attention" title={t('connect.pull.waiting', { count: pull.waiting.length })}>
      <ul>
        {pull.waiting.map((upload) => (
          <li key={upload.id} className={css.file}>
            <span>{upload.file_name}</span>
            <Link to="/import" search={{ source: sourceId, upload: upload.id, step: 'shape' }}>
              {t('connect.pull.map')}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Files({ pull }: { pull: PullState }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (pull.files.length === 0) return null
  return (
    <Card title={t('connect.pull.files')}>
      <ul>
        {pull.files.map((file) => (
          <li key={file.path} className={css.file}>
            <span>
              {file.path} <span className="muted small">{sizeText(file.size_bytes)}</span>
            </span>
            {file.message ? (
              <Status tone="cinnabar">{said(file.message)}</Status>
            ) : file.taken_at ? (
              <Status tone="jade">
                <Instant at={file.taken_at} />
              </Status>
            ) : (
              <Status>{t('connect.pull.looking')}</Status>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
