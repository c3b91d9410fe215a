import { App, Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Line, Lines, Quiet } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { type TagBatch, useBatchDeed, useBatches } from '../api/tags'

/** Tags of many guests at once: how far each is, the way to stop it, and to take the whole of it back. */
export function BatchesCard() {
  const { t } = useTranslation()
  const { data } = useBatches(true)
  if (!data || data.items.length === 0) return null
  return (
    <Card title={t('tags.batches')}>
      <Lines>
        {data.items.map((one) => (
          <li key={one.id}>
            <Batch batch={one} />
          </li>
        ))}
      </Lines>
    </Card>
  )
}

function Batch({ batch }: { batch: TagBatch }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const act = useBatchDeed()
  const isOver = batch.state !== 'waiting' && batch.state !== 'running'
  const deed = isOver ? 'undo' : 'cancel'
  const mayAct = isOver ? batch.deed !== 'undo' && !batch.undone_by && batch.changed > 0 : !batch.cancel_asked
  const percent = batch.total > 0 ? Math.floor((100 * batch.looked_at) / batch.total) : 100
  return (
    <>
      <Line>
        <span>{t(`tags.deed.${batch.deed}`, { tag: said(batch.tag_name) })}</span>
        {mayAct ? (
          <Button size="small" loading={act.isPending} onClick={() => act.mutate({ id: batch.id, deed }, { onError: (error) => void message.error(sentence(error)) })}>
            {t(`tags.${deed}`)}
          </Button>
        ) : batch.undone_by ? (
          <Quiet>{t('tags.undone')}</Quiet>
        ) : null}
      </Line>
      {isOver ? null : <Progress percent={percent} size="small" status="active" showInfo={batch.total > 0} />}
      <Quiet>
        {[t(`tags.state.${batch.state}`), t('tags.changed', { changed: countText(batch.changed), looked: countText(batch.looked_at) }), batch.ordered_by_name].filter(Boolean).join(' · ')} ·{' '}
        <Instant at={batch.ordered_at} relative />
      </Quiet>
      {batch.message ? <div>{said(batch.message)}</div> : null}
    </>
  )
}
