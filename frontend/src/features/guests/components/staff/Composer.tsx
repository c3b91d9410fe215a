import { Button, Input, InputNumber, Segmented, Select, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/lib/session'
import { type CallFields, callDirections, callOutcomes, type Peer, useAttach, useLogCall, usePeers, useSetTask, useWriteNote } from '../../api/staff'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

const ways = ['note', 'call', 'task', 'file'] as const
type Way = (typeof ways)[number]
const MEGABYTES_MAX = 20
const DAY_MS = 86_400_000
const TEXT_MAX: Record<Way, number> = { note: 5000, call: 2000, task: 500, file: 0 }

/** One place to write down: a note, a call, a task, a file. What was typed stays when one changes from one to another. */
export function Composer({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>('note')
  const [text, setText] = useState('')
  const options = ways.map((value) => ({ value, label: t(`staff.way.${value}`) }))
  const empty = () => setText('')
  return (
    <div className={css.composer}>
      <Segmented<Way> size="small" options={options} value={way} onChange={setWay} aria-label={t('staff.what')} />
      {way === 'file' ? (
        <FileWay guestId={guestId} />
      ) : (
        <Input.TextArea
          value={text}
          maxLength={TEXT_MAX[way]}
          autoSize={{ minRows: 2, maxRows: 8 }}
          placeholder={t(`staff.hint.${way}`)}
          aria-label={t(`staff.hint.${way}`)}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {way === 'note' ? <NoteWay guestId={guestId} text={text} onKept={empty} /> : null}
      {way === 'call' ? <CallWay guestId={guestId} text={text} onKept={empty} /> : null}
      {way === 'task' ? <TaskWay guestId={guestId} text={text} onKept={empty} /> : null}
    </div>
  )
}

/** The local day so many days ahead, as `2026-11-23`. */
function dayFromNow(days: number): string {
  const day = new Date(Date.now() + days * DAY_MS)
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

interface WayProps {
  guestId: string
  text: string
  onKept: () => void
}

function peerOptions(peers: readonly Peer[] | undefined) {
  return (peers ?? []).map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))
}

function NoteWay({ guestId, text, onKept }: WayProps) {
  const { t } = useTranslation()
  const [mentions, setMentions] = useState<string[]>([])
  const me = useMe()
  const peers = usePeers(guestId)
  const write = useWriteNote(guestId)
  const saved = useSaved()
  const keep = () =>
    write.mutate({ text, mention_ids: mentions }, saved(t('staff.noteKept'), () => {
      setMentions([])
      onKept()
    }))
  return (
    <div className={css.row}>
      <Select
        mode="multiple"
        value={mentions}
        maxTagCount="responsive"
        placeholder={t('staff.mention')}
        aria-label={t('staff.mention')}
        loading={peers.isPending}
        showSearch={{ optionFilterProp: 'label' }}
        options={peerOptions(peers.data?.filter((one) => one.id !== me.id))}
        onChange={setMentions}
      />
      <Button className={css.end} type="primary" disabled={!text.trim()} loading={write.isPending} onClick={keep}>
        {t('staff.keepNote')}
      </Button>
    </div>
  )
}

function CallWay({ guestId, text, onKept }: WayProps) {
  const { t } = useTranslation()
  const [direction, setDirection] = useState<CallFields['direction']>('inbound')
  const [outcome, setOutcome] = useState<CallFields['outcome']>('solved')
  const [minutes, setMinutes] = useState<number | null>(null)
  const log = useLogCall(guestId)
  const saved = useSaved()
  const seconds = minutes === null ? null : Math.round(minutes * 60)
  const keep = () => {
    const began = new Date(Date.now() - (seconds ?? 0) * 1000)
    log.mutate({ direction, outcome, began_at: began.toISOString(), duration_seconds: seconds, summary: text }, saved(t('staff.callKept'), onKept))
  }
  return (
    <div className={css.row}>
      <Select value={direction} aria-label={t('staff.direction')} options={callDirections.map((value) => ({ value, label: t(`staff.directions.${value}`) }))} onChange={setDirection} />
      <Select value={outcome} aria-label={t('staff.outcome')} options={callOutcomes.map((value) => ({ value, label: t(`staff.outcomes.${value}`) }))} onChange={setOutcome} />
      <InputNumber<number> value={minutes} min={0} max={1440} placeholder={t('staff.minutes')} aria-label={t('staff.minutes')} onChange={setMinutes} />
      <Button className={css.end} type="primary" disabled={!text.trim()} loading={log.isPending} onClick={keep}>
        {t('staff.keepCall')}
      </Button>
    </div>
  )
}

function TaskWay({ guestId, text, onKept }: WayProps) {
  const { t } = useTranslation()
  const me = useMe()
  const [due, setDue] = useState(() => dayFromNow(1))
  const [person, setPerson] = useState(me.id)
  const peers = usePeers(guestId)
  const set = useSetTask(guestId)
  const saved = useSaved()
  const keep = () => set.mutate({ text, due_on: due, assignee_id: person }, saved(t('staff.taskKept'), onKept))
  return (
    <div className={css.row}>
      <Input type="date" className={css.day} value={due} min={dayFromNow(0)} aria-label={t('staff.dueOn')} onChange={(event) => setDue(event.target.value)} />
      <Select value={person} aria-label={t('staff.person')} loading={peers.isPending} showSearch={{ optionFilterProp: 'label' }} options={peers.data ? peerOptions(peers.data) : [{ value: me.id, label: me.name }]} onChange={setPerson} />
      <Button className={css.end} type="primary" disabled={!text.trim() || !due} loading={set.isPending} onClick={keep}>
        {t('staff.keepTask')}
      </Button>
    </div>
  )
}

function FileWay({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const attach = useAttach(guestId)
  const saved = useSaved()
  return (
    <Upload.Dragger
      maxCount={1}
      showUploadList={false}
      disabled={attach.isPending}
      accept=".pdf,.png,.jpg,.jpeg,.gif,.webp,.heic,.tif,.tiff,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.odt,.ods,.txt,.csv,.md,.eml"
      beforeUpload={(file) => {
        attach.mutate(file, saved(t('staff.fileKept')))
        return false
      }}
    >
      {attach.isPending ? t('staff.sending') : t('staff.dropFile', { megabytes: MEGABYTES_MAX })}
    </Upload.Dragger>
  )
}
