import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { rowsOf } from '@/lib/pages'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { type MentionOfMe, useMyMentions, useMyTasks, useSeeMentions } from '../api/staff'
import css from '../components/staff/Staff.module.css'
import { TaskLine } from '../components/staff/TasksCard'

/** What waits for this person: tasks by their day, and notes in which colleagues ask to look. */
export function TasksPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('staff.desk')} subtitle={t('staff.deskWords')} />
      <div className={css.page}>
        <MyTasks />
        <MyMentions />
      </div>
    </>
  )
}

function MyTasks() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const state = search.state === 'closed' ? 'closed' : 'open'
  const pages = useMyTasks(state)
  const rows = rowsOf(pages)
  const options = (['open', 'closed'] as const).map((value) => ({ value, label: t(`staff.stateOf.${value}`) }))
  return (
    <Card
      title={t('staff.myTasks')}
      aside={<Segmented size="small" options={options} value={state} aria-label={t('staff.myTasks')} onChange={(value) => change({ state: value === 'open' ? undefined : value })} />}
    >
      {pages.isPending ? <CardSkeleton lines={5} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState icon="check" title={t(`staff.nothing.${state}`)}>
          {t('staff.nothingWords')}
        </EmptyState>
      ) : null}
      <ul className={css.list}>
        {rows.map((one) => (
          <TaskLine key={one.id} task={one} guest={<GuestDoor id={one.guest.guest_id} name={one.guest.name} />} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </Card>
  )
}

function GuestDoor({ id, name }: { id: string | null; name: string }) {
  const { t } = useTranslation()
  if (!id) return null
  return (
    <Link to="/guests/$guestId" params={{ guestId: id }}>
      {name || t('guests.unknown')}
    </Link>
  )
}

function MyMentions() {
  const { t } = useTranslation()
  const pages = useMyMentions()
  const see = useSeeMentions()
  const rows = rowsOf(pages)
  const fresh = rows.filter((one) => !one.seen_at).map((one) => one.id)
  return (
    <Card
      title={t('staff.mentions')}
      aside={
        fresh.length > 0 ? (
          <Button size="small" type="text" loading={see.isPending} onClick={() => see.mutate(fresh)}>
            {t('staff.seeAll')}
          </Button>
        ) : null
      }
    >
      {pages.isPending ? <CardSkeleton lines={4} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? <p className="muted">{t('staff.noMentions')}</p> : null}
      <ul className={css.list}>
        {rows.map((one) => (
          <Mention key={one.id} mention={one} />
        ))}
      </ul>
    </Card>
  )
}

function Mention({ mention }: { mention: MentionOfMe }) {
  return (
    <li className={css.item}>
      <div className={css.text} style={mention.seen_at ? undefined : { fontWeight: 600 }}>
        {mention.text}
      </div>
      <span />
      <small>
        <GuestDoor id={mention.guest.guest_id} name={mention.guest.name} /> · {mention.by_name} · <Instant at={mention.at} relative />
      </small>
    </li>
  )
}
