import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSourceChoices } from '@/lib/choices'
import { filterOf } from '@/lib/exports'
import { useMay } from '@/lib/session'
import { ExportTool } from '@/ui/export/ExportTool'
import { ClearFilters, SearchFilter, SelectFilter } from '@/ui/Filters'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import { guestFilters, useGuests } from '../api/guests'
import { useGuestColumns } from '../components/columns'

export function GuestsPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const pages = useGuests(search)
  const columns = useGuestColumns()
  const sources = useSourceChoices()
  const isNarrowed = guestFilters.some((name) => search[name])
  return (
    <>
      <PageHeader title={t('guests.title')} subtitle={t('guests.subtitle')} />
      <DataTable
        name="guests"
        views="guests"
        label={t('guests.title')}
        columns={columns}
        pages={pages}
        rowKey={(guest) => guest.record_id}
        door={(guest) => ({ to: '/guests/$guestId', params: { guestId: guest.record_id } })}
        filters={
          <>
            <SearchFilter param="text" placeholder={t('guests.search')} />
            {sources.length > 0 ? <SelectFilter param="source_id" label={t('guests.source')} options={sources} width={160} /> : null}
            <ClearFilters params={guestFilters} />
          </>
        }
        tools={<ExportTool kind="guests" where={filterOf(search, guestFilters)} />}
        empty={isNarrowed ? <NoMatch /> : <NoGuests />}
      />
    </>
  )
}

function NoMatch() {
  const { t } = useTranslation()
  return (
    <EmptyState icon="search" title={t('guests.noMatch')} action={<ClearFilters params={guestFilters} />}>
      {t('guests.noMatchWords')}
    </EmptyState>
  )
}

function NoGuests() {
  const { t } = useTranslation()
  const mayLoad = useMay('load_data')
  const action = (
    <Link to="/import">
      <Button type="primary" tabIndex={-1}>
        {t('guests.importFirst')}
      </Button>
    </Link>
  )
  return (
    <EmptyState icon="guests" title={t('guests.none')} action={mayLoad ? action : null}>
      {mayLoad ? t('guests.noneWords') : t('guests.noneAsk')}
    </EmptyState>
  )
}
