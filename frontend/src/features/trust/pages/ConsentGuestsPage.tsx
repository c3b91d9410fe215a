import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { SelectFilter } from '@/ui/Filters'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { channels, type ConsentGuest, reasons, useConsentGuests, usePurposes } from '../api/consents'

/** The guests behind a number of the consent page. */
export function ConsentGuestsPage() {
  const { t } = useTranslation()
  const said = useSaid()
  const [search] = useAddress()
  const pages = useConsentGuests(search)
  const { data: purposes = [] } = usePurposes()
  const purpose = purposes.find((one) => one.code === search.purpose)
  const columns: Column<ConsentGuest>[] = [
    { key: 'name', title: t('trust_consent.guest'), render: (guest) => guest.name },
    { key: 'since', title: t('trust_consent.sinceTitle'), render: (guest) => <Instant at={guest.since} /> },
    { key: 'until', title: t('trust_consent.untilTitle'), render: (guest) => (guest.expires_at ? <Instant at={guest.expires_at} /> : <span className="muted">{t('trust_consent.noEnd')}</span>) },
  ]
  return (
    <>
      <PageHeader
        title={t('trust_consent.guestsOf', { purpose: said(purpose?.name) })}
        crumbs={[
          { label: t('trust.title'), to: '/trust' },
          { label: t('trust_consent.title'), to: '/trust/consents' },
        ]}
      />
      <DataTable
        name="consent-guests"
        label={t('trust_consent.title')}
        columns={columns}
        pages={pages}
        rowKey={(guest) => guest.guest_id}
        door={(guest) => ({ to: '/guests/$guestId', params: { guestId: guest.guest_id } })}
        filters={
          <>
            <SelectFilter param="purpose" label={t('trust_consent.purpose')} width={180} options={purposes.map((one) => ({ value: one.code, label: said(one.name) }))} />
            <SelectFilter
              param="channel"
              label={t('trust_consent.channelTitle')}
              options={(purpose?.channels ?? channels).map((value) => ({ value, label: t(`trust_consent.channel.${value}`) }))}
            />
            <SelectFilter param="reason" label={t('trust_consent.stands')} fallback="given" options={reasons.map((value) => ({ value, label: t(`trust_consent.reason.${value}`) }))} />
          </>
        }
        empty={
          <EmptyState icon="guests" title={t('trust_consent.nobody')}>
            {t('trust_consent.nobodyWords')}
          </EmptyState>
        }
      />
    </>
  )
}
