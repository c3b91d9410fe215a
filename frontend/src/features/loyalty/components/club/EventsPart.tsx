import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText, placeTimeText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type Club, type ClubEvent, useClubEvents } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { EventDrawer } from './EventDrawer'
import { RepliesDrawer } from './RepliesDrawer'

/** What is on: when and where, how many have a place, and how many wait. */
export function EventsPart({ programme, club }: { programme: Programme; club: Club }) {
  const { t } = useTranslation()
  const events = useClubEvents(club.id)
  const mayManage = useMayForCompany('manage_loyalty')
  const [open, setOpen] = useState<string>()
  const [editing, setEditing] = useState<ClubEvent | 'new'>()
  const columns = useColumns(programme, (one) => setOpen(one.id))
  const chosen = events.data?.find((one) => one.id === open)
  const add = mayManage ? <Button onClick={() => setEditing('new')}>{t('loyalty_club.addEvent')}</Button> : null
  return (
    <section>
      <div className={css.head} style={{ marginBottom: 8 }}>
        <h2 className={css.heading}>{t('loyalty_club.events')}</h2>
        {(events.data ?? []).length > 0 ? add : null}
      </div>
      <PlainTable
        label={t('loyalty_club.events')}
        columns={columns}
        query={events}
        rowKey={(one) => one.id}
        empty={
          <EmptyState icon="bookings" title={t('loyalty_club.noEvents')} action={add}>
            {t('loyalty_club.noEventsWords')}
          </EmptyState>
        }
      />
      {chosen ? <RepliesDrawer programme={programme} club={club} event={chosen} onEdit={mayManage ? () => setEditing(chosen) : undefined} onClose={() => setOpen(undefined)} /> : null}
      {editing ? <EventDrawer programme={programme} club={club} event={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </section>
  )
}

function useColumns(programme: Programme, onOpen: (one: ClubEvent) => void): Column<ClubEvent>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    {
      key: 'name',
      title: t('loyalty_club.event'),
      render: (one) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(one)}>
            {said(one.draft.name)}
          </Button>
          <small>{one.draft.place}</small>
        </span>
      ),
    },
    { key: 'when', title: t('loyalty_club.when'), render: ({ draft }) => placeTimeText(draft.starts_at, programme.time_zone) },
    { key: 'places', title: t('loyalty_club.places'), align: 'right', render: (one) => t('loyalty_club.seatedOf', { seated: countText(one.seated), places: countText(one.draft.places) }) },
    { key: 'waiting', title: t('loyalty_club.waiting'), align: 'right', render: (one) => countText(one.waiting) },
    { key: 'until', title: t('loyalty_club.field.reply_until'), render: ({ draft }) => dateText(draft.reply_until) },
    { key: 'state', title: t('loyalty_rules.status'), render: (one) => <State event={one} /> },
  ]
}

function State({ event }: { event: ClubEvent }) {
  const { t } = useTranslation()
  if (event.is_cancelled) return <Status tone="cinnabar">{t('loyalty_club.eventStates.cancelled')}</Status>
  if (event.draft.ends_at <= new Date().toISOString()) return <Status tone="grey">{t('loyalty_club.eventStates.over', { amount: countText(event.attended) })}</Status>
  return event.seated >= event.draft.places ? <Status tone="amber">{t('loyalty_club.eventStates.full')}</Status> : <Status tone="jade">{t('loyalty_club.eventStates.open')}</Status>
}
