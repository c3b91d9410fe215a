import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, sizeText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { type StaffMoment, useDeleteMoment, useMoments } from '../../api/staff'
import { Composer } from './Composer'
import { NoteDrawer } from './NoteDrawer'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

/** What colleagues wrote down: notes, calls and files, newest first, with the place to write the next above. */
export function NotesCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const pages = useMoments(guestId)
  const mayEdit = useMay('edit_guests')
  const rows = rowsOf(pages)
  return (
    <Card title={t('staff.notes')}>
      {mayEdit ? <Composer guestId={guestId} /> : null}
      {pages.isPending ? <CardSkeleton lines={3} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? <p className="muted">{t('staff.noNotes')}</p> : null}
      <ul className={css.list}>
        {rows.map((one) => (
          <Line key={one.id} moment={one} mayEdit={mayEdit} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button type="text" size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('guests.older')}
        </Button>
      ) : null}
    </Card>
  )
}

function Line({ moment, mayEdit }: { moment: StaffMoment; mayEdit: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <li className={css.item}>
      <div className={css.text}>{moment.file ? <FileName moment={moment} /> : moment.text}</div>
      {mayEdit ? <Deeds moment={moment} onOpen={() => setOpen(true)} /> : <span />}
      <small>
        <Facts moment={moment} />
      </small>
      {open ? <NoteDrawer note={moment} onClose={() => setOpen(false)} /> : null}
    </li>
  )
}

function FileName({ moment }: { moment: StaffMoment }) {
  return (
    <a href={`/api/files/${moment.id}`} download>
      <Icon name="file" size={14} /> {moment.text}
    </a>
  )
}

function Facts({ moment }: { moment: StaffMoment }) {
  const { t } = useTranslation()
  const { call, file } = moment
  const minutes = call?.duration_seconds ? t('staff.lasted', { minutes: Math.max(1, Math.round(call.duration_seconds / 60)) }) : ''
  const facts = call ? [t(`staff.directions.${call.direction}`), t(`staff.outcomes.${call.outcome}`), minutes] : file ? [sizeText(file.size_bytes)] : []
  return (
    <>
      <Instant at={moment.at} relative /> · {[moment.by_name, ...facts].filter(Boolean).join(' · ')}
      {moment.changed_at ? ` · ${t('staff.changedBy', { who: moment.changed_by_name, date: dateText(moment.changed_at) })}` : ''}
      {moment.mentions.map((one) => (
        <span key={one.person_id} title={one.seen_at ? t('staff.seenAt', { date: dateText(one.seen_at) }) : t('staff.notSeen')}>
          {' '}
          <Tag tone={one.seen_at ? 'grey' : 'amber'}>@{one.name}</Tag>
        </span>
      ))}
    </>
  )
}

function Deeds({ moment, onOpen }: { moment: StaffMoment; onOpen: () => void }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const remove = useDeleteMoment()
  const saved = useSaved()
  async function ask(): Promise<void> {
    const question = { title: t(`staff.delete.${moment.kind}`), what: t('staff.deleteWhat'), action: t('staff.deleteNow'), danger: true }
    if (await confirm(question)) remove.mutate(moment, saved(t('staff.deleted')))
  }
  const items = [
    ...(moment.kind === 'note' ? [{ key: 'open', label: t('staff.editNote'), onClick: onOpen }] : []),
    { key: 'delete', label: t('staff.deleteNow'), danger: true, onClick: () => void ask() },
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <button type="button" className={css.cross} aria-label={t('staff.more')}>
        <Icon name="more" size={16} />
      </button>
    </Dropdown>
  )
}
