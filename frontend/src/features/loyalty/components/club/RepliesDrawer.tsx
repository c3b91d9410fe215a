import { Link } from '@tanstack/react-router'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText, placeTimeText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMay } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { KeyValues } from '@/ui/KeyValues'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Club, type ClubEvent, type EventReplyLine, useAttendance, useCancelEvent, useClubMembers, useReplies, useReply } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import css from '../Rules.module.css'
import member from '../member/Member.module.css'

const tones = { seated: 'jade', waiting: 'amber', no: 'grey' } as const satisfies Record<EventReplyLine['reply']['state'], Tone>

interface Props {
  programme: Programme
  club: Club
  event: ClubEvent
  onEdit: (() => void) | undefined
  onClose: () => void
}

/** One event: who has a place, who waits and in which order, and who came. */
export function RepliesDrawer({ programme, club, event, onEdit, onClose }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const isWhole = useForCompany()
  const { draft } = event
  const hasBegun = draft.starts_at <= new Date().toISOString()
  const deeds = onEdit && !hasBegun && !event.is_cancelled ? <Deeds event={event} onEdit={onEdit} onDone={onClose} /> : null
  return (
    <FormDrawer open wide title={said(draft.name)} onClose={onClose} extra={deeds}>
      <KeyValues
        columns={2}
        items={[
          { label: t('loyalty_club.when'), value: placeTimeText(draft.starts_at, programme.time_zone) },
          { label: t('loyalty_club.field.place'), value: draft.place },
          { label: t('loyalty_club.places'), value: t('loyalty_club.seatedOf', { seated: countText(event.seated), places: countText(draft.places) }) },
          { label: t('loyalty_club.waiting'), value: countText(event.waiting) },
          { label: t('loyalty_club.field.guests_most'), value: countText(draft.guests_most) },
          { label: t('loyalty_club.field.reply_until'), value: dateText(draft.reply_until) },
        ]}
      />
      {isWhole && !hasBegun && !event.is_cancelled ? <NewReply club={club} event={event} /> : null}
      {isWhole ? <Replies event={event} hasBegun={hasBegun} /> : null}
    </FormDrawer>
  )
}

function Deeds({ event, onEdit, onDone }: { event: ClubEvent; onEdit: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const cancel = useCancelEvent()
  const saved = useSaved()
  const confirm = useConfirm()
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_club.cancelTitle'), what: t('loyalty_club.cancelWhat'), action: t('loyalty_club.cancelEvent'), danger: true })) cancel.mutate(event.id, saved(t('loyalty_club.cancelled'), onDone))
  }
  return (
    <span className={member.deeds}>
      <Button onClick={onEdit}>{t('loyalty.change')}</Button>
      <Button danger loading={cancel.isPending} onClick={() => void ask()}>
        {t('loyalty_club.cancelEvent')}
      </Button>
    </span>
  )
}

/** A yes that a member gave at the desk or on the phone. */
function NewReply({ club, event }: { club: Club; event: ClubEvent }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members')
  const members = useClubMembers(club.id)
  const [who, setWho] = useState<string>()
  const [guests, setGuests] = useState<number | null>(0)
  const reply = useReply(event.id)
  const saved = useSaved()
  if (!mayServe) return null
  const options = (members.data ?? []).filter((one) => one.membership.state === 'accepted').map((one) => ({ value: one.membership.id, label: [one.name, one.number].filter(Boolean).join(' · ') }))
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_club.noteReply')}</h3>
      <span className={css.triesTools}>
        <Select aria-label={t('loyalty.member')} placeholder={t('loyalty.member')} style={{ minWidth: 220 }} showSearch={{ optionFilterProp: 'label' }} options={options} value={who ?? null} onChange={setWho} />
        <InputNumber aria-label={t('loyalty_club.guests')} prefix={t('loyalty_club.guests')} min={0} max={event.draft.guests_most} precision={0} value={guests} onChange={setGuests} style={{ width: 150 }} />
        <Button disabled={!who} loading={reply.isPending} onClick={() => reply.mutate({ membership_id: who ?? '', guests: guests ?? 0 }, saved(t('loyalty_club.replyNoted'), () => setWho(undefined)))}>
          {t('loyalty_club.comes')}
        </Button>
      </span>
    </section>
  )
}

function Replies({ event, hasBegun }: { event: ClubEvent; hasBegun: boolean }) {
  const { t } = useTranslation()
  const replies = useReplies(event.id)
  if (replies.isPending) return <CardSkeleton lines={4} />
  if (replies.isError) return <ErrorState error={replies.error} onRetry={() => void replies.refetch()} />
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_club.replies')}</h3>
      {replies.data.length === 0 ? <p className="muted">{t('loyalty_club.noReplies')}</p> : null}
      <ul className={member.lines}>
        {replies.data.map((one) => (
          <Reply key={one.reply.membership_id} line={one} event={event} hasBegun={hasBegun} />
        ))}
      </ul>
      <Note>{t('loyalty_club.lineNote')}</Note>
    </section>
  )
}

function Reply({ line, event, hasBegun }: { line: EventReplyLine; event: ClubEvent; hasBegun: boolean }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members')
  const reply = useReply(event.id)
  const saved = useSaved()
  const { state, guests, line: place, membership_id } = line.reply
  const mayCancel = mayServe && !hasBegun && !event.is_cancelled && state !== 'no'
  return (
    <li>
      <span>
        <Link to="/loyalty/members/$memberId" params={{ memberId: line.member_id }}>
          {line.name || line.number}
        </Link>
        <small>{[guests > 0 ? t('loyalty_club.withGuests', { count: guests }) : t('loyalty_club.alone'), state === 'waiting' ? t('loyalty_club.inLine', { place }) : ''].filter(Boolean).join(' · ')}</small>
      </span>
      <span className={member.deeds}>
        <Status tone={tones[state]}>{t(`loyalty_club.replyStates.${state}`)}</Status>
        {mayCancel ? (
          <Button size="small" type="text" loading={reply.isPending} onClick={() => reply.mutate({ membership_id, guests: null }, saved(t('loyalty_club.replyNoted')))}>
            {t('loyalty_club.comesNot')}
          </Button>
        ) : null}
        {mayServe && hasBegun && state === 'seated' ? <Came line={line} event={event} /> : null}
      </span>
    </li>
  )
}

/** How many of the party came. */
function Came({ line, event }: { line: EventReplyLine; event: ClubEvent }) {
  const { t } = useTranslation()
  const note = useAttendance(event.id)
  const saved = useSaved()
  const { attended, guests, membership_id } = line.reply
  function store(came: number | null): void {
    if (came !== null) note.mutate({ membership_id, came }, saved(t('loyalty_club.cameNoted')))
  }
  return (
    <InputNumber size="small" aria-label={t('loyalty_club.came')} prefix={t('loyalty_club.came')} min={0} max={50} precision={0} placeholder={String(guests + 1)} style={{ width: 120 }} value={attended} onChange={store} />
  )
}
