import { useTranslation } from 'react-i18next'
import { type Search, useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { rowsOf } from '@/lib/pages'
import { DatesFilter } from '@/ui/DatesFilter'
import { ClearFilters, SearchFilter, SelectFilter } from '@/ui/Filters'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { auditFilters, type Entry, useActions, useEntries } from '../api/audit'
import css from '../components/Audit.module.css'
import { EntryDrawer } from '../components/EntryDrawer'
import { SealCard } from '../components/SealCard'
import { VerifyCard } from '../components/VerifyCard'

const subjects = ['record', 'booking', 'person', 'role', 'source', 'run', 'export', 'key', 'approval', 'policy', 'request', 'incident', 'purpose', 'unit', 'view'] as const

/** Who did what, when, of whom and what for; and that nobody has changed it since. */
export function AuditPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const pages = useEntries(search)
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('trust_audit.title')} subtitle={t('trust_audit.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} />
      <div className={css.cards}>
        <SealCard />
        <VerifyCard />
      </div>
      <Narrowed search={search} rows={rowsOf(pages)} />
      <DataTable
        name="audit"
        views="audit"
        label={t('trust_audit.title')}
        columns={columns}
        pages={pages}
        rowKey={(entry) => String(entry.id)}
        door={(entry) => ({ to: '/trust/audit', search: { ...search, entry: String(entry.id) } })}
        filters={<Filters />}
        empty={<EmptyState icon="file" title={t('trust_audit.none')}>{t('trust_audit.noneWords')}</EmptyState>}
      />
      {search.entry ? <EntryDrawer entryId={Number(search.entry)} onClose={() => change({ entry: undefined })} /> : null}
    </>
  )
}

/** Says in words when the list is about one person or thing, as it is behind a door. */
function Narrowed({ search, rows }: { search: Search; rows: readonly Entry[] }) {
  const { t } = useTranslation()
  if (search.subject_id) return <p className={css.inline}>{t('trust_audit.ofSubject')}</p>
  if (search.actor_id) return <p className={css.inline}>{t('trust_audit.ofActor', { name: rows[0]?.actor_name ?? '…' })}</p>
  return null
}

function useColumns(): Column<Entry>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    { key: 'sentence', title: t('trust_audit.what'), render: (entry) => said(entry.sentence) },
    { key: 'at', title: t('trust_audit.at'), render: (entry) => <Instant at={entry.at} /> },
    { key: 'purpose', title: t('trust_audit.purpose'), render: (entry) => entry.purpose },
    {
      key: 'sealed',
      title: t('trust_audit.sealedColumn'),
      render: (entry) =>
        entry.position === null ? <Status tone="amber">{t('trust_audit.waitsShort')}</Status> : <Status tone="jade">{t('trust_audit.isSealed')}</Status>,
    },
    { key: 'actor', title: t('trust_audit.actor'), render: (entry) => entry.actor_name, optional: true, wideOnly: true },
    { key: 'action', title: t('trust_audit.action'), render: (entry) => <span className="mono">{entry.action}</span>, optional: true, wideOnly: true },
  ]
}

function Filters() {
  const { t } = useTranslation()
  const said = useSaid()
  const { data = [] } = useActions()
  return (
    <>
      <SelectFilter param="action" label={t('trust_audit.action')} width={220} options={data.map((one) => ({ value: one.action, label: said(one.words) }))} />
      <SelectFilter
        param="subject_kind"
        label={t('trust_audit.subject')}
        width={120}
        options={subjects.map((value) => ({ value, label: t(`trust_audit.kind.${value}`) }))}
      />
      <DatesFilter from="since" until="until" label={t('trust_audit.at')} />
      <SearchFilter param="purpose" placeholder={t('trust_audit.purposeSearch')} />
      <ClearFilters params={auditFilters} />
    </>
  )
}
