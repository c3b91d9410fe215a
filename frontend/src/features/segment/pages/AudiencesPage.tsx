import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { SearchFilter } from '@/ui/Filters'
import { Icon } from '@/ui/Icon'
import { Buttons } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, NoPermission } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import type { Column } from '@/ui/table/types'
import { Views } from '@/ui/Views'
import { type Audience, useAudiences, useOrderRebuild, useRebuild } from '../api/audiences'
import { AudienceState } from '../components/kept/AudienceState'
import css from '../components/kept/Kept.module.css'
import { ListDrawer } from '../components/kept/ListDrawer'
import { RebuildBar } from '../components/kept/RebuildBar'
import { SinceYesterday } from '../components/kept/Since'

/** Every audience the company keeps: what it says, how many are in it, and what changed since yesterday. */
export function AudiencesPage() {
  const { t } = useTranslation()
  if (useMayForCompany('view_audiences')) return <Inside />
  return (
    <>
      <PageHeader title={t('segment.title')} />
      <Card>
        <NoPermission>{t('segment.refused')}</NoPermission>
      </Card>
    </>
  )
}

function Inside() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const isArchived = search.view === 'archived'
  const mayEdit = useMayForCompany('edit_audiences')
  const mayTry = useMayForCompany('view_insight')
  const [isListing, setListing] = useState(false)
  const create = mayTry ? (
    <Link to="/audiences/new">
      <Button type="primary" tabIndex={-1} icon={<Icon name="plus" size={16} />}>
        {t('segment_kept.create')}
      </Button>
    </Link>
  ) : null
  const list = mayEdit ? (
    <Button icon={<Icon name="upload" size={16} />} onClick={() => setListing(true)}>
      {t('segment_kept.list')}
    </Button>
  ) : null
  return (
    <>
      <PageHeader title={t('segment.title')} subtitle={t('segment_kept.subtitle')} primary={create} secondary={list} />
      <Views
        label={t('segment_kept.views')}
        current={isArchived ? 'archived' : 'kept'}
        views={[
          { name: 'kept', label: t('segment_kept.viewKept'), door: { to: '/audiences' } },
          { name: 'archived', label: t('segment_kept.viewArchived'), door: { to: '/audiences', search: { view: 'archived' } } },
        ]}
      />
      <RebuildBar />
      <Found key={String(isArchived)} isArchived={isArchived} mayEdit={mayEdit} begin={<Begin may={mayEdit} create={create} list={list} />} />
      {isListing ? <ListDrawer onClose={() => setListing(false)} /> : null}
    </>
  )
}

/** With no audience yet: what one is good for, and the two ways to the first. */
function Begin({ may, create, list }: { may: boolean; create: ReactNode; list: ReactNode }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon="audience"
      title={t('segment_kept.none')}
      action={
        <>
          {create}
          {list}
        </>
      }
    >
      {t(may ? 'segment_kept.noneWords' : 'segment_kept.noneOther')}
    </EmptyState>
  )
}

function Found({ isArchived, mayEdit, begin }: { isArchived: boolean; mayEdit: boolean; begin: ReactNode }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const audiences = useAudiences(isArchived)
  const columns = useColumns()
  const words = (search.q ?? '').toLowerCase()
  const rows = useMemo(() => audiences.data?.filter((one) => textOf(one).includes(words)), [audiences.data, words])
  const hasAny = (audiences.data?.length ?? 0) > 0
  const nothing = (
    <EmptyState icon="search" title={t('segment_kept.noMatch', { words: search.q ?? '' })} action={<Button onClick={() => change({ q: undefined })}>{t('words.clearFilters')}</Button>}>
      {t('segment_kept.noMatchWords')}
    </EmptyState>
  )
  const empty = isArchived ? <EmptyState icon="file" title={t('segment_kept.noneArchived')} /> : begin
  return (
    <div className={css.stack}>
      {hasAny ? (
        <Buttons>
          <SearchFilter param="q" placeholder={t('segment_kept.search')} />
          {mayEdit && !isArchived ? <RebuildAll /> : null}
        </Buttons>
      ) : null}
      <PlainTable
        label={t('segment.title')}
        columns={columns}
        query={{ ...audiences, data: rows } as typeof audiences}
        rowKey={(one) => one.id}
        door={(one) => ({ to: '/audiences/$audienceId', params: { audienceId: one.id } })}
        empty={hasAny ? nothing : empty}
      />
    </div>
  )
}

const textOf = (one: Audience) => [one.name.zh, one.name.en, one.note, one.sentence.zh, one.sentence.en].join(' ').toLowerCase()

function RebuildAll() {
  const { t } = useTranslation()
  const order = useOrderRebuild()
  const saved = useSaved()
  const { underWay } = useRebuild()
  return (
    <Button icon={<Icon name="refresh" size={16} />} loading={order.isPending} disabled={underWay !== undefined} onClick={() => order.mutate(null, saved(t('segment_kept.rebuildOrdered')))}>
      {t('segment_kept.rebuildAll')}
    </Button>
  )
}

function useColumns(): Column<Audience>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    {
      key: 'name',
      title: t('segment_kept.name'),
      render: (one) => (
        <span className={css.named}>
          {said(one.name)}
          <span className={css.sentence}>{said(one.sentence)}</span>
        </span>
      ),
    },
    { key: 'members', title: t('segment_kept.members'), align: 'right', render: (one) => <Members one={one} /> },
    { key: 'since', title: t('segment_kept.since'), align: 'right', render: (one) => <SinceYesterday one={one} /> },
    { key: 'state', title: t('segment_kept.state'), render: (one) => <AudienceState one={one} whole /> },
    { key: 'made', title: t('segment_kept.made'), render: (one) => <Instant at={one.made_at} relative /> },
    { key: 'by', title: t('segment_kept.by'), wideOnly: true, render: (one) => one.changed_by || <span className="muted">{t('segment_kept.theProduct')}</span> },
  ]
}

function Members({ one }: { one: Audience }) {
  if (!one.made_at) return <span className="muted">—</span>
  return (
    <span className={css.count}>
      {countText(one.members)}
      {one.share === null ? null : <small>{percentText(one.share)}</small>}
    </span>
  )
}
