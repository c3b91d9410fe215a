import { Button, Progress as Bar, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sourcesQuery } from '@/lib/choices'
import { countText, sizeText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { Progress } from '@/lib/upload'
import { Card } from '@/ui/Card'
import { DropZone } from '@/ui/DropZone'
import { JobProgress } from '@/ui/JobProgress'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { isUnderWay, type Partner, type PartnerFile, useCarryOutPartnerFile, useCheckPartnerFile, usePartnerFiles, useStopPartnerFile } from '../../api/partners'
import take from '../takeover/TakeOver.module.css'
import { Refused } from './Refused'

const KINDS = '.csv,.tsv,.txt,.xlsx,.gz,.zip'
const PERCENT = 100

/** The partner's files: the newest with what it found or booked and the next step, and a new one. */
export function FilesCard({ partner }: { partner: Partner }) {
  const { t } = useTranslation()
  const files = usePartnerFiles(partner.id)
  const newest = files.data?.[0]
  const isRunning = newest !== undefined && isUnderWay(newest)
  const queries = useQueryClient()
  const ran = useRef(isRunning)
  useEffect(() => {
    if (ran.current && !isRunning) void queries.invalidateQueries({ queryKey: ['loyalty'] }) // what was booked stands in the statement and the lines
    ran.current = isRunning
  }, [isRunning, queries])
  return (
    <Card title={t('loyalty_partners.files')}>
      {newest ? isRunning ? <Running found={newest} /> : <Found found={newest} /> : null}
      {isRunning || partner.state === 'draft' ? null : <NewFile partner={partner} isFirst={newest === undefined} />}
      {partner.state === 'draft' ? <p className="muted">{t('loyalty_partners.fileDraft')}</p> : null}
    </Card>
  )
}

function NewFile({ partner, isFirst }: { partner: Partner; isFirst: boolean }) {
  const { t } = useTranslation()
  const { data: sources = [] } = useQuery(sourcesQuery)
  const [source, setSource] = useState<string>()
  const [file, setFile] = useState<File>()
  const [sending, setSending] = useState<Progress>()
  const check = useCheckPartnerFile(partner.id)
  const sentence = useSentence()
  const sourceId = source ?? (sources.length === 1 ? sources[0]?.id : undefined)
  function start(): void {
    if (sourceId && file) check.mutate({ sourceId, file, onProgress: setSending }, { onSettled: () => setSending(undefined), onSuccess: () => setFile(undefined) })
  }
  return (
    <>
      {isFirst ? null : <h3 className={take.head}>{t('loyalty_partners.nextFile')}</h3>}
      <Note>{t('loyalty_partners.fileNeeds')}</Note>
      <div className={take.fields}>
        <label className={take.field} htmlFor="partner-file-source">
          <span>{t('loyalty_partners.fileSource')}</span>
          <Select id="partner-file-source" showSearch={{ optionFilterProp: 'label' }} placeholder={t('loyalty_takeover.pickSource')} options={sources.map((one) => ({ value: one.id, label: one.settings.name }))} value={sourceId ?? null} onChange={setSource} />
          <small>{t('loyalty_partners.fileSourceHelp')}</small>
        </label>
        <DropZone title={file?.name ?? t('loyalty_partners.file')} words={file ? sizeText(file.size) : t('loyalty_takeover.drop')} kinds={KINDS} onFile={setFile} />
      </div>
      {sending ? <Bar percent={Math.floor((sending.sent / Math.max(1, sending.total)) * PERCENT)} status="active" size="small" /> : null}
      {check.isError ? (
        <p role="alert">
          <Status tone="cinnabar">{sentence(check.error)}</Status>
        </p>
      ) : null}
      <Button type={isFirst ? 'primary' : 'default'} disabled={!sourceId || !file} loading={check.isPending} onClick={start}>
        {t('loyalty_takeover.check')}
      </Button>
    </>
  )
}

/** A check that is done has booked nothing yet. */
function stateOf(found: PartnerFile): PartnerFile['state'] | 'checked' {
  return found.state === 'done' && !found.is_ordered ? 'checked' : found.state
}

function toneOf(found: PartnerFile): Tone {
  if (found.state === 'failed') return 'cinnabar'
  if (found.state === 'cancelled') return 'grey'
  return (found.said?.refused ?? 0) > 0 ? 'amber' : 'jade'
}

function Found({ found }: { found: PartnerFile }) {
  const { t } = useTranslation()
  const said = useSaid()
  const state = stateOf(found)
  const one = found.said
  const lines = one ? { booked: countText(one.booked), unchanged: countText(one.unchanged), refused: countText(one.refused) } : undefined
  return (
    <>
      <p>
        <Status tone={toneOf(found)}>{t(`loyalty_partners.fileStates.${state}`)}</Status> {found.file_name} · <Instant at={found.ended_at ?? found.ordered_at} />
      </p>
      {found.message ? <Status tone="cinnabar">{said(found.message)}</Status> : null}
      {found.state === 'cancelled' ? <p>{t(found.is_ordered ? 'loyalty_partners.stoppedWords' : 'loyalty_partners.checkStopped')}</p> : null}
      {lines && one ? (
        <>
          <p>{t(state === 'done' ? 'loyalty_partners.fileBooked' : 'loyalty_partners.fileWould', lines)}</p>
          <p className="muted">
            {t('loyalty_partners.filePoints', {
              accrued: countText(one.accrued.points - one.accrued_back.points),
              redeemed: countText(one.redeemed.points - one.redeemed_back.points),
            })}
          </p>
          <Refused found={found} />
        </>
      ) : null}
      <NextStep found={found} />
    </>
  )
}

function NextStep({ found }: { found: PartnerFile }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const carryOut = useCarryOutPartnerFile()
  const saved = useSaved()
  const mayBegin = stateOf(found) === 'checked' || (found.is_ordered && (found.state === 'cancelled' || found.state === 'failed'))
  if (!mayBegin) return null
  async function ask(): Promise<void> {
    const what = t('loyalty_partners.carryOutWhat', { booked: countText(found.said?.booked ?? 0), refused: countText(found.said?.refused ?? 0) })
    if (await confirm({ title: t('loyalty_partners.carryOut'), what, action: t('loyalty_partners.carryOut') })) carryOut.mutate(found.id, saved(t('loyalty_partners.ordered')))
  }
  return (
    <div className={take.buttons}>
      <Button type="primary" loading={carryOut.isPending} onClick={() => void ask()}>
        {t(found.is_ordered ? 'loyalty_takeover.goOn' : 'loyalty_partners.carryOut')}
      </Button>
    </div>
  )
}

function Running({ found }: { found: PartnerFile }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  const stop = useStopPartnerFile()
  const saved = useSaved()
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  const total = found.is_ordered ? found.said?.read : undefined
  return (
    <JobProgress
      label={t(found.is_ordered ? 'loyalty_partners.booking' : 'loyalty_takeover.checking')}
      rows={found.done}
      share={total ? Math.min(1, found.done / total) : null}
      startedAt={found.ordered_at}
      now={now}
      onCancel={() => stop.mutate(found.id, saved(t('loyalty_takeover.stopping')))}
      cancelling={stop.isPending}
    />
  )
}
