import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sizeText } from '@/lib/format'
import { Problem } from '@/lib/http'
import type { Progress } from '@/lib/upload'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { DropZone } from '@/ui/DropZone'
import { Icon } from '@/ui/Icon'
import { useSentence } from '@/ui/States'
import { useSources } from '../../api/sources'
import { useSendFile } from '../../api/uploads'
import { SourceDrawer } from '../SourceDrawer'
import css from './Import.module.css'
import { SendingBar } from './SendingBar'

const KINDS = '.csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json,.parquet,.gz,.zip'

interface Props {
  sourceId: string | undefined
  onSource: (id: string) => void
  onDone: (uploadId: string) => void
}

interface Sending {
  name: string
  now: Progress
  startedAt: number
  stop: AbortController
}

/** Sends the file and keeps how far it is. */
function useSending(sourceId: string | undefined, onDone: (uploadId: string) => void) {
  const { message } = App.useApp()
  const sentence = useSentence()
  const send = useSendFile()
  const [sending, setSending] = useState<Sending | null>(null)
  function start(file: File, asOf: string | undefined): void {
    if (!sourceId) return
    const stop = new AbortController()
    setSending({ name: file.name, now: { sent: 0, total: file.size }, startedAt: Date.now(), stop })
    const onProgress = (now: Progress) => setSending((before) => (before ? { ...before, now } : before))
    send.mutate(
      { sourceId, file, asOf, onProgress, signal: stop.signal },
      {
        onSuccess: ({ id }) => onDone(id),
        onError: (error) => {
          setSending(null)
          if (!(error instanceof Problem && error.code === 'aborted')) void message.error({ content: sentence(error), duration: 8 })
        },
      },
    )
  }
  return { sending, start }
}

/** Which system the file is from, and the file itself. */
export function FileStep({ sourceId, onSource, onDone }: Props) {
  const { t } = useTranslation()
  const { data: sources = [] } = useSources()
  const only = sources.length === 1 ? sources[0]?.id : undefined
  const chosen = sourceId ?? only
  const [asOf, setAsOf] = useState('')
  const { sending, start } = useSending(chosen, onDone)
  if (sending) {
    return (
      <Card>
        <SendingBar {...sending} onStop={() => sending.stop.abort()} />
      </Card>
    )
  }
  return (
    <div className={css.narrow}>
      <SourcePick chosen={chosen} onSource={onSource} />
      <DropZone
        title={chosen ? t('connect.import.drop') : t('connect.import.pickFirst')}
        words={t('connect.import.formats')}
        kinds={KINDS}
        isOff={!chosen}
        onFile={(file) => start(file, asOf ? new Date(asOf).toISOString() : undefined)}
      />
      <label className={css.field}>
        <span>{t('connect.import.asOf')}</span>
        <Input type="datetime-local" value={asOf} onChange={(event) => setAsOf(event.target.value)} style={{ width: 220 }} />
        <span>{t('connect.import.asOfHelp')}</span>
      </label>
      <p className="muted small">{t('connect.import.sealed', { size: sizeText(1024 ** 3) })}</p>
    </div>
  )
}

function SourcePick({ chosen, onSource }: { chosen: string | undefined; onSource: (id: string) => void }) {
  const { t } = useTranslation()
  const { data: sources = [], isPending } = useSources()
  const mayManage = useMay('manage_sources')
  const [open, setOpen] = useState(false)
  return (
    <div className={css.fieldRow}>
      <label className={`${css.field} ${css.grow}`} htmlFor="import-source">
        <span>{t('connect.import.from')}</span>
        <Select
          id="import-source"
          loading={isPending}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('connect.import.pick')}
          options={sources.map((source) => ({ value: source.id, label: source.settings.name }))}
          value={chosen ?? null}
          onChange={(id: string) => onSource(id)}
        />
      </label>
      {mayManage ? (
        <Button icon={<Icon name="plus" size={16} />} onClick={() => setOpen(true)}>
          {t('connect.register')}
        </Button>
      ) : null}
      <SourceDrawer open={open} onClose={() => setOpen(false)} onSaved={onSource} />
    </div>
  )
}
