import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type LedgerEntry, type Programme, useEntries } from '@/lib/loyalty'
import { rowsOf } from '@/lib/pages'
import { useMemberOrders } from '@/lib/rewards'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { dayBefore, useLoyaltyWords, withoutKept } from '@/ui/LoyaltyWords'
import { TableSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { useRuleNames } from '../../api/rules'
import css from './Member.module.css'
import { TrailDrawer } from './TrailDrawer'

/** Stands in the address for every kind of points together. */
const ALL = 'all'

/** Every movement of a member's points, the newest first, beginning with those to redeem; one click shows where the points came from and what became of them. */
export function LedgerCard({ memberId, programme }: { memberId: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const [open, setOpen] = useState<string>()
  const main = programme?.kinds.find((one) => one.role === 'redeemable')?.code
  const kind = search.kind ?? main
  const pages = useEntries(memberId, kind === ALL ? undefined : kind)
  const rules = useRuleNames(programme?.id ?? '')
  const rows = withoutKept(rowsOf(pages))
  const reward = useRewardNames(memberId)
  const kinds = [...(programme?.kinds ?? []).map((one) => ({ value: one.code, label: said(one.name) })), { value: ALL, label: t('loyalty.allKinds') }]
  return (
    <Card
      title={t('loyalty.ledger')}
      aside={<Select size="small" aria-label={t('loyalty.kind')} style={{ width: 150 }} popupMatchSelectWidth={false} value={kind ?? null} options={kinds} onChange={(chosen: string | null) => change({ kind: chosen === main ? undefined : (chosen ?? undefined) })} />}
    >
      {pages.isPending ? <TableSkeleton columns={3} rows={6} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState icon="loyalty" title={t('loyalty.noEntries')}>
          {t('loyalty.noEntriesWords')}
        </EmptyState>
      ) : null}
      <ul className={css.entries}>
        {rows.map((one) => (
          <Entry key={one.id} entry={one} programme={programme} rules={rules} reward={reward(one.source)} onOpen={() => setOpen(one.id)} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
      {open ? <TrailDrawer memberId={memberId} entryId={open} programme={programme} onOpen={setOpen} onClose={() => setOpen(undefined)} /> : null}
    </Card>
  )
}

interface EntryProps {
  entry: LedgerEntry
  programme: Programme | undefined
  rules: (code: string) => string
  /** What the points were used for, where it was a reward. */
  reward: string
  onOpen: () => void
}

function Entry({ entry, programme, rules, reward, onOpen }: EntryProps) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(programme)
  const { what, state, tone } = words.entry(entry)
  const rule = typeof entry.details.rule === 'string' ? rules(entry.details.rule) : ''
  const counts = entry.value_on === entry.booked_on ? '' : t('loyalty.countsOn', { date: dateText(entry.value_on) })
  const ends = entry.expires_on ? t('loyalty.usableUntil', { date: dateText(dayBefore(entry.expires_on)) }) : ''
  return (
    <li>
      <button type="button" className={css.entry} onClick={onOpen}>
        <span>
          {what} {state ? <Tag tone={tone}>{state}</Tag> : null}
          <small>{[dateText(entry.booked_on), reward, rule, counts, ends].filter(Boolean).join(' · ')}</small>
        </span>
        <span className={css.amount} data-down={entry.amount < 0 || undefined} data-pending={entry.phase === 'pending' || entry.phase === 'void' || undefined}>
          {words.signed(entry.amount)} <small>{words.kind(entry.kind)}</small>
        </span>
        <Icon name="right" size={14} />
      </button>
    </li>
  )
}

/** Returns what a source of points was used for: `reward:<id of the order>` names one of the member's orders. */
function useRewardNames(memberId: string): (source: string) => string {
  const said = useSaid()
  const { data = [] } = useMemberOrders(memberId)
  return (source) => said(data.find((one) => source === `reward:${one.id}`)?.name)
}
