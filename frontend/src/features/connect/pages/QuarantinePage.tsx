import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Search, useAddress } from '@/lib/address'
import { useSourceChoices } from '@/lib/choices'
import { filterOf } from '@/lib/exports'
import { countText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useMay } from '@/lib/session'
import { ExportTool } from '@/ui/export/ExportTool'
import { ClearFilters, SelectFilter } from '@/ui/Filters'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState, useSentence } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import { useConfirm } from '@/ui/useConfirm'
import { quarantineFilters, type QuarantinedRow, rowStates, useQuarantine, useReplay } from '../api/quarantine'
import { ConnectTabs } from '../components/ConnectTabs'
import { useRowColumns } from '../components/rowColumns'
import { RowDrawer } from '../components/RowDrawer'
import { RuleChips } from '../components/RuleChips'

export function QuarantinePage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const pages = useQuarantine(search)
  const columns = useRowColumns(search)
  const rows = rowsOf(pages)
  const open = rows.find((row) => row.id === search.row)
  return (
    <>
      <PageHeader title={t('connect.title')} subtitle={t('connect.quarantine.words')} primary={<ReplayAll search={search} rows={rows} />} secondary={<Mended sourceId={search.source_id} />} />
      <ConnectTabs />
      <RuleChips search={search} onPick={(pick) => change(pick)} />
      <DataTable
        name="quarantine"
        views="quarantine"
        label={t('connect.view.quarantine')}
        columns={columns}
        pages={pages}
        rowKey={(row) => row.id}
        door={(row) => ({ to: '/quarantine', search: { ...search, row: row.id } })}
        filters={<Filters />}
        tools={search.source_id ? <ExportTool kind="quarantine" where={filterOf(search, ['source_id', 'run_id'])} /> : null}
        empty={
          <EmptyState icon="check" title={t('connect.quarantine.none')}>
            {t('connect.quarantine.noneWords')}
          </EmptyState>
        }
      />
      {open ? <RowDrawer key={open.id} row={open} next={rows[rows.indexOf(open) + 1]} onGo={(row) => change({ row })} /> : null}
    </>
  )
}

/** The way back for rows mended in the downloaded file. */
function Mended({ sourceId }: { sourceId: string | undefined }) {
  const { t } = useTranslation()
  const mayLoad = useMay('load_data')
  if (!mayLoad || !sourceId) return null
  return (
    <Link to="/import" search={{ source: sourceId }}>
      <Button tabIndex={-1} icon={<Icon name="upload" size={16} />}>
        {t('connect.quarantine.uploadMended')}
      </Button>
    </Link>
  )
}

function Filters() {
  const { t } = useTranslation()
  const sources = useSourceChoices()
  return (
    <>
      <SelectFilter param="source_id" label={t('connect.source')} options={sources} width={180} />
      <SelectFilter
        param="state"
        fallback="waiting"
        label={t('connect.quarantine.state')}
        options={rowStates.map((value) => ({ value, label: t(`connect.quarantine.states.${value}`) }))}
      />
      <ClearFilters params={quarantineFilters} />
    </>
  )
}

/** Runs all waiting rows of one source again; which source is clear from the filter, or from the rows on screen. */
function ReplayAll({ search, rows }: { search: Search; rows: readonly QuarantinedRow[] }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const sentence = useSentence()
  const replay = useReplay()
  const mayLoad = useMay('load_data')
  const sources = new Set(rows.map((row) => row.source_id))
  const sourceId = search.source_id ?? (sources.size === 1 ? rows[0]?.source_id : undefined)
  const isWaiting = (search.state ?? 'waiting') === 'waiting' && rows.length > 0
  if (!mayLoad || !sourceId || !isWaiting) return null
  async function ask(id: string): Promise<void> {
    const what = t('connect.quarantine.replayWhat', { source: rows[0]?.source_name ?? '', rows: countText(rows.length) })
    if (!(await confirm({ title: t('connect.quarantine.replayAll'), what, action: t('connect.quarantine.replayNow') }))) return
    replay.mutate(
      { sourceId: id },
      {
        onSuccess: (run) => void navigate({ to: '/runs/$runId', params: { runId: run.id } }),
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <Button type="primary" icon={<Icon name="refresh" size={16} />} loading={replay.isPending} onClick={() => void ask(sourceId)}>
      {t('connect.quarantine.replayAll')}
    </Button>
  )
}
