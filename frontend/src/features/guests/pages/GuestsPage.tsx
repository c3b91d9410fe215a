import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSourceChoices } from '@/lib/choices'
import { filterOf } from '@/lib/exports'
import { useMay } from '@/lib/session'
import { useTyped } from '@/lib/typed'
import { ExportTool } from '@/ui/export/ExportTool'
import { ClearFilters, SelectFilter, TypedFilter } from '@/ui/Filters'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import { guestFilters, useGuests } from '../api/guests'
import { useGuestColumns } from '../components/columns'
import { BulkTag } from '../components/staff/BulkTag'
import { HandButton } from '../components/staff/HandButton'

export function GuestsPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const [words, setWords] = useTyped('guests')
  const pages = useGuests(search, words)
  const columns = useGuestColumns()
  const sources = useSourceChoices()
  const where = { ...filterOf(search, guestFilters), ...(words ? { text: words } : {}) }
  const isNarrowed = words !== '' || guestFilters.some((name) => search[name])
  const clear = <ClearFilters params={guestFilters} words={words} onWords={setWords} />
  return (
    <>
      <PageHeader title={t('guests.title')} subtitle={t('guests.subtitle')} primary={<HandButton />} />
      <DataTable
        name="guests"
        views="guests"
        label={t('guests.title')}
        columns={columns}
        pages={pages}
        rowKey={(guest) => guest.guest_id}
        door={(guest) => ({ to: '/guests/$guestId', params: { guestId: guest.guest_id } })}
        filters={
          <>
            <TypedFilter words={words} onWords={setWords} placeholder={t('guests.search')} />
            {sources.length > 0 ? <SelectFilter param="source_id" label={t('guests.source')} options={sources} width={160} /> : null}
            {clear}
          </>
        }
        tools={
          <>
            <BulkTag where={where} />
            <ExportTool kind="guests" where={where} />
          </>
        }
        empty={isNarrowed ? <NoMatch action={clear} /> : <NoGuests />}
      />
    </>
  )
}

function NoMatch({ action }: { action: ReactNode }) {
  const { t } = useTranslation()
  return (
    <EmptyState icon="search" title={t('guests.noMatch')} action={action}>
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
