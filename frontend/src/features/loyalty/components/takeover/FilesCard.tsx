import { Button, Input, Progress as Bar, Select } from 'antd'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sourcesQuery } from '@/lib/choices'
import { sizeText } from '@/lib/format'
import type { Progress } from '@/lib/upload'
import { Card } from '@/ui/Card'
import { DropZone } from '@/ui/DropZone'
import { useSentence } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Programme } from '../../api/programmes'
import { useCheck } from '../../api/takeOver'
import css from './TakeOver.module.css'

const KINDS = '.csv,.tsv,.txt,.xlsx,.gz,.zip'
const PERCENT = 100

/** The source, both files and the day; checking them writes nothing. */
export function FilesCard({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const { data: sources = [] } = useQuery(sourcesQuery)
  const [source, setSource] = useState<string>()
  const [members, setMembers] = useState<File>()
  const [balances, setBalances] = useState<File>()
  const [asOf, setAsOf] = useState('')
  const [sending, setSending] = useState<{ name: string; now: Progress }>()
  const check = useCheck(programme.id)
  const sentence = useSentence()
  const sourceId = source ?? (sources.length === 1 ? sources[0]?.id : undefined)
  function start(): void {
    if (!sourceId || !members || !balances) return
    check.mutate({ sourceId, members, balances, asOf, onProgress: (name, now) => setSending({ name, now }) }, { onSettled: () => setSending(undefined) })
  }
  return (
    <Card title={t('loyalty_takeover.files')}>
      <div className={css.fields}>
        <label className={css.field} htmlFor="take-over-source">
          <span>{t('loyalty_takeover.source')}</span>
          <Select
            id="take-over-source"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('loyalty_takeover.pickSource')}
            options={sources.map((one) => ({ value: one.id, label: one.settings.name }))}
            value={sourceId ?? null}
            onChange={setSource}
          />
          <small>{t('loyalty_takeover.sourceHelp')}</small>
        </label>
        <label className={css.field} htmlFor="take-over-day">
          <span>{t('loyalty_takeover.asOf')}</span>
          <Input id="take-over-day" type="date" value={asOf} onChange={(event) => setAsOf(event.target.value)} />
          <small>{t('loyalty_takeover.asOfHelp')}</small>
        </label>
      </div>
      <div className={css.files}>
        <DropZone title={members?.name ?? t('loyalty_takeover.members')} words={members ? sizeText(members.size) : t('loyalty_takeover.drop')} kinds={KINDS} onFile={setMembers} />
        <DropZone title={balances?.name ?? t('loyalty_takeover.balances')} words={balances ? sizeText(balances.size) : t('loyalty_takeover.drop')} kinds={KINDS} onFile={setBalances} />
      </div>
      {sending ? (
        <div role="status">
          <span className="muted small">{t('loyalty_takeover.sending', { name: sending.name })}</span>
          <Bar percent={Math.floor((sending.now.sent / Math.max(1, sending.now.total)) * PERCENT)} status="active" size="small" />
        </div>
      ) : null}
      {check.isError ? (
        <p role="alert">
          <Status tone="cinnabar">{sentence(check.error)}</Status>
        </p>
      ) : null}
      <Button type="primary" disabled={!sourceId || !members || !balances} loading={check.isPending} onClick={start}>
        {t('loyalty_takeover.check')}
      </Button>
    </Card>
  )
}
