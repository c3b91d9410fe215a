import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { bookingStatuses, lines, useSourceChoices } from '@/lib/choices'
import { filterOf } from '@/lib/exports'
import { countText, moneyText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { useTyped } from '@/lib/typed'
import { DatesFilter } from '@/ui/DatesFilter'
import { ExportTool } from '@/ui/export/ExportTool'
import { ClearFilters, SelectFilter, TypedFilter } from '@/ui/Filters'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import { bookingFilters, type Totals, useBookings, useTotals } from '../api/bookings'
import { useBookingColumns } from '../components/columns'

export function BookingsPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const [words, setWords] = useTyped('bookings')
  const pages = useBookings(search, words)
  const totals = useTotals(search, words)
  const columns = useBookingColumns()
  const where = { ...filterOf(search, bookingFilters), ...(words ? { text: words } : {}) }
  const isNarrowed = words !== '' || bookingFilters.some((name) => search[name])
  const clear = <ClearFilters params={bookingFilters} words={words} onWords={setWords} />
  return (
    <>
      <PageHeader title={t('bookings.title')} subtitle={<Sum totals={totals.data} />} />
      <DataTable
        name="bookings"
        views="bookings"
        label={t('bookings.title')}
        columns={columns}
        pages={pages}
        total={totals.data?.bookings}
        rowKey={(booking) => booking.booking_id}
        door={(booking) => ({ to: '/bookings/$bookingId', params: { bookingId: booking.booking_id } })}
        filters={
          <>
            <TypedFilter words={words} onWords={setWords} placeholder={t('bookings.search')} />
            <Choices />
            {clear}
          </>
        }
        tools={<ExportTool kind="bookings" where={where} total={totals.data?.bookings} />}
        empty={isNarrowed ? <NoMatch action={clear} /> : <NoBookings />}
      />
    </>
  )
}

/** What the list adds up to; its place is kept while it is counted. */
function Sum({ totals }: { totals: Totals | undefined }) {
  const { t } = useTranslation()
  if (!totals) return <span>{t('bookings.counting')}</span>
  const sums = totals.totals.slice(0, 3).map((one) => moneyText(one.total_minor, one.currency, true))
  return <span>{[t('bookings.count', { bookings: countText(totals.bookings) }), ...sums].join(' · ')}</span>
}

function Choices() {
  const { t } = useTranslation()
  const sources = useSourceChoices()
  return (
    <>
      <SelectFilter param="line" label={t('bookings.line')} width={100} options={lines.map((value) => ({ value, label: t(`words.line.${value}`) }))} />
      <SelectFilter
        param="status"
        label={t('bookings.status')}
        width={100}
        options={bookingStatuses.map((value) => ({ value, label: t(`words.status.${value}`) }))}
      />
      <DatesFilter from="starts_from" until="starts_until" label={t('bookings.starts')} />
      {sources.length > 0 ? <SelectFilter param="source_id" label={t('bookings.source')} options={sources} width={130} /> : null}
    </>
  )
}

function NoMatch({ action }: { action: ReactNode }) {
  const { t } = useTranslation()
  return (
    <EmptyState icon="search" title={t('bookings.noMatch')} action={action}>
      {t('bookings.noMatchWords')}
    </EmptyState>
  )
}

function NoBookings() {
  const { t } = useTranslation()
  const mayLoad = useMay('load_data')
  const action = (
    <Link to="/import">
      <Button type="primary" tabIndex={-1}>
        {t('bookings.importFirst')}
      </Button>
    </Link>
  )
  return (
    <EmptyState icon="bookings" title={t('bookings.none')} action={mayLoad ? action : null}>
      {mayLoad ? t('bookings.noneWords') : t('bookings.noneAsk')}
    </EmptyState>
  )
}
