import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type LedgerEntry, type Programme, useEntries } from '@/lib/loyalty'
import { rowsOf } from '@/lib/pages'
import { Card } from '@/ui/Card'
import { dayBefore, useLoyaltyWords } from '@/ui/LoyaltyWords'
import { TableSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import css from './Member.module.css'
import { TrailDrawer } from './TrailDrawer'

/** Every movement of a member's points, the newest first; one click shows where the points came from and what became of them. */
export function LedgerCard({ memberId, programme }: { memberId: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const [open, setOpen] = useState<string>()
  const pages = useEntries(memberId, search.kind)
  const rows = rowsOf(pages)
  const kinds = (programme?.kinds ?? []).map((one) => ({ value: one.code, label: said(one.name) }))
  return (
    <Card
      title={t('loyalty.ledger')}
      aside={<Select allowClear size="small" aria-label={t('loyalty.kind')} placeholder={t('loyalty.allKinds')} style={{ width: 150 }} popupMatchSelectWidth={false} value={search.kind ?? null} options={kinds} onChange={(kind: string | null | undefined) => change({ kind: kind ?? undefined })} />}
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
          <Entry key={one.id} entry={one} programme={programme} onOpen={() => setOpen(one.id)} />
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

function Entry({ entry, programme, onOpen }: { entry: LedgerEntry; programme: Programme | undefined; onOpen: () => void }) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(programme)
  const { what, state, tone } = words.entry(entry)
  const rule = typeof entry.details.rule === 'string' ? t('loyalty.byRule', { code: entry.details.rule }) : ''
  const counts = entry.value_on === entry.booked_on ? '' : t('loyalty.countsOn', { date: dateText(entry.value_on) })
  const ends = entry.expires_on ? t('loyalty.usableUntil', { date: dateText(dayBefore(entry.expires_on)) }) : ''
  return (
    <li>
      <button type="button" className={css.entry} onClick={onOpen}>
        <span>
          {what} {state ? <Tag tone={tone}>{state}</Tag> : null}
          <small>{[dateText(entry.booked_on), rule, counts, ends].filter(Boolean).join(' · ')}</small>
        </span>
        <span className={css.amount} data-down={entry.amount < 0 || undefined} data-pending={entry.phase === 'pending' || entry.phase === 'void' || undefined}>
          {words.signed(entry.amount)} <small>{words.kind(entry.kind)}</small>
        </span>
      </button>
    </li>
  )
}
