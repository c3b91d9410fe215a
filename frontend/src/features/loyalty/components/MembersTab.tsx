import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, dateText, periodText } from '@/lib/format'
import { useForCompany, useMay, useMayForCompany } from '@/lib/session'
import { useTierNames, useTierVersions, versionToday } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { ClearFilters, SearchFilter, SelectFilter } from '@/ui/Filters'
import { Note } from '@/ui/Layout'
import { dayBefore } from '@/ui/LoyaltyWords'
import { EmptyState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type MemberLine, type MembersWanted, memberStates, useMembers } from '../api/members'
import type { Programme } from '../api/programmes'
import css from './Loyalty.module.css'
import { TakeOverPart } from './takeover/TakeOverPart'

const params = ['number', 'tier', 'state', 'ends_from', 'ends_until'] as const

/** Members by tier, state or what ends; a number finds its one. Who sees some units only looks for numbers. */
export function MembersTab({ programme }: { programme: Programme }) {
  const [search] = useAddress()
  const mayTakeOver = useMayTakeOver(programme)
  return search.part === 'take_over' && mayTakeOver ? <TakeOverPart programme={programme} /> : <MembersList programme={programme} mayTakeOver={mayTakeOver} />
}

function useMayTakeOver(programme: Programme): boolean {
  const mayManage = useMayForCompany('manage_loyalty')
  const mayLoad = useMay('load_data')
  return mayManage && mayLoad && programme.state === 'open'
}

function MembersList({ programme, mayTakeOver }: { programme: Programme; mayTakeOver: boolean }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const isWhole = useForCompany()
  const where = wantedOf(search)
  const pages = useMembers(programme.id, where, isWhole || Boolean(where.number))
  const { data: versions = [] } = useTierVersions(programme.id)
  const names = useTierNames(programme.id)
  const columns = useColumns(names)
  const tiers = versionToday(versions)?.policy.tiers ?? []
  const filters = (
    <>
      <SearchFilter param="number" placeholder={t('loyalty.byNumber')} />
      {isWhole && tiers.length > 0 ? <SelectFilter param="tier" label={t('loyalty.tier')} options={tiers.map((one) => ({ value: one.code, label: names(one.code) }))} /> : null}
      {isWhole ? <SelectFilter param="state" label={t('loyalty.memberState')} fallback="active" options={memberStates.map((value) => ({ value, label: t(`loyalty.memberStates.${value}`) }))} /> : null}
      <ClearFilters params={params} />
      {mayTakeOver ? (
        <Button type="link" onClick={() => change({ part: 'take_over' }, { push: true })}>
          {t('loyalty_takeover.open')}
        </Button>
      ) : null}
    </>
  )
  if (!isWhole && !where.number) {
    return (
      <div className={css.page}>
        <div>{filters}</div>
        <Card>
          <EmptyState icon="search" title={t('loyalty.askNumber')}>
            {t('loyalty.askNumberWords')}
          </EmptyState>
        </Card>
      </div>
    )
  }
  return (
    <>
      {where.ends_until ? <Note>{t('loyalty.endingWithin', { period: periodText(where.ends_from ?? new Date().toLocaleDateString('sv'), where.ends_until) })}</Note> : null}
      <DataTable
        name="members"
        label={t('loyalty.tab.members')}
        columns={columns}
        pages={pages}
        rowKey={(one) => one.member_id}
        door={(one) => ({ to: '/loyalty/members/$memberId', params: { memberId: one.member_id } })}
        filters={filters}
        empty={
          <EmptyState icon="loyalty" title={t(programme.state === 'draft' ? 'loyalty.noMembersYet' : 'loyalty.noMembers')}>
            {t(programme.state === 'draft' ? 'loyalty.noMembersDraft' : 'loyalty.noMembersWords')}
          </EmptyState>
        }
      />
    </>
  )
}

function wantedOf(search: Record<string, string | undefined>): MembersWanted {
  const state = memberStates.find((one) => one === search.state)
  return { tier: search.tier, state, number: search.number, ends_from: search.ends_from, ends_until: search.ends_until }
}

/** A company earns points for others and has no tier of its own. */
const isCompany = (one: MemberLine) => one.guest_id === null && one.name !== ''

function useColumns(names: (code: string) => string): Column<MemberLine>[] {
  const { t } = useTranslation()
  return [
    { key: 'guest', title: t('loyalty.memberOne'), render: (one) => one.name || (one.guest_id ? t('guests.unknown') : t('loyalty.guestGone')) },
    { key: 'number', title: t('loyalty.number'), render: (one) => one.number },
    { key: 'tier', title: t('loyalty.tier'), render: (one) => (one.tier && !isCompany(one) ? <Tag tone="amber">{names(one.tier)}</Tag> : '—') },
    { key: 'until', title: t('loyalty.tierUntil'), render: (one) => (one.tier_until ? dateText(dayBefore(one.tier_until)) : '—') },
    { key: 'usable', title: t('loyalty.points'), align: 'right', render: (one) => countText(one.usable) },
    { key: 'next', title: t('loyalty.nextTier'), render: (one) => (one.next_tier ? t('loyalty.progress', { tier: names(one.next_tier), share: `${Math.floor(one.progress_permille / 10)}%` }) : '—') },
    { key: 'joined', title: t('loyalty.joined'), render: (one) => dateText(one.enrolled_on) },
    { key: 'state', title: t('loyalty.memberState'), optional: true, render: (one) => t(`loyalty.memberStates.${one.state}`) },
  ]
}
