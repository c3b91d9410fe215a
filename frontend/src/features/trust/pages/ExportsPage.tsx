import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countryName } from '@/lib/countries'
import { type Export, fileAddress, isUnderWay, useCancelExport } from '@/lib/exports'
import { countText, percentText } from '@/lib/format'
import { useLanguage } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { ClearFilters, SelectFilter } from '@/ui/Filters'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { Status, Tag } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useExports } from '../api/exports'
import type { RequestKind } from '../api/requests'
import { CountersCards } from '../components/CountersCards'
import { ExchangeDrawer } from '../components/ExchangeDrawer'

const kinds = ['guests', 'bookings', 'quarantine', 'audience', 'audience_ads', 'loyalty_journal', 'loyalty_partner_lines', 'package'] as const
const tones = {
  asked: 'amber', refused: 'cinnabar', waiting: 'amber', running: 'amber', done: 'jade',
  cancelled: 'grey', failed: 'cinnabar', expired: 'grey', sent: 'slate',
} as const

/** What left the product, for whom and why, and how many people's data went abroad this year. */
export function ExportsPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const pages = useExports(search.kind)
  const columns = useColumns()
  const mayExport = useMay('export_data')
  const [adding, setAdding] = useState(false)
  return (
    <>
      <PageHeader
        title={t('trust_exports.title')}
        subtitle={t('trust_exports.subtitle')}
        crumbs={[{ label: t('trust.title'), to: '/trust' }]}
        secondary={mayExport ? <Button onClick={() => setAdding(true)}>{t('trust_exports.addExchange')}</Button> : null}
      />
      <CountersCards />
      <DataTable
        name="exports"
        views="exports"
        label={t('trust_exports.title')}
        columns={columns}
        pages={pages}
        rowKey={(one) => one.id}
        filters={
          <>
            <SelectFilter param="kind" label={t('trust_exports.what')} options={kinds.map((value) => ({ value, label: t(`trust_exports.kind.${value}`) }))} />
            <ClearFilters params={['kind']} />
          </>
        }
        empty={<EmptyState icon="download" title={t('trust_exports.none')}>{t('trust_exports.noneWords')}</EmptyState>}
      />
      {adding ? <ExchangeDrawer onClose={() => setAdding(false)} /> : null}
    </>
  )
}

function useColumns(): Column<Export>[] {
  const { t } = useTranslation()
  const recipientOf = useRecipientText()
  const kindOf = (one: Export) => {
    const known = kinds.find((kind) => kind === one.kind)
    return known ? t(`trust_exports.kind.${known}`) : one.kind
  }
  return [
    {
      key: 'kind',
      title: t('trust_exports.what'),
      render: (one) => (
        <>
          {kindOf(one)} {one.is_sensitive ? <Tag tone="plum">{t('trust_exports.sensitive')}</Tag> : null}
        </>
      ),
    },
    { key: 'state', title: t('trust_exports.state'), render: (one) => <State one={one} /> },
    { key: 'recipient', title: t('trust_exports.recipient'), render: (one) => recipientOf(one) },
    { key: 'purpose', title: t('trust_exports.purpose'), render: (one) => (one.kind === 'package' ? t(`trust_requests.kind.${one.purpose as RequestKind}`) : one.purpose) },
    { key: 'people', title: t('trust_exports.people'), align: 'right', render: (one) => countText(one.people) },
    { key: 'who', title: t('trust_exports.who'), render: (one) => one.asked_by_name },
    { key: 'at', title: t('trust_exports.at'), render: (one) => <Instant at={one.asked_at} /> },
    { key: 'file', title: t('trust_exports.file'), quiet: true, render: (one) => <File one={one} /> },
    { key: 'agreement', title: t('trust_exports.agreement'), render: (one) => one.agreement, optional: true, wideOnly: true },
    { key: 'fields', title: t('trust_exports.fields'), render: (one) => one.fields.join(', '), optional: true, wideOnly: true },
    { key: 'canary', title: t('trust_exports.canary'), render: (one) => <span className="mono">{one.canary}</span>, optional: true, wideOnly: true },
  ]
}

function useRecipientText(): (one: Export) => string {
  const { t } = useTranslation()
  const language = useLanguage()
  return (one) =>
    one.recipient === 'internal' || one.recipient === 'guest' ? t(`exports.whos.${one.recipient}`) : `${one.recipient} · ${countryName(one.country, language)}`
}

function State({ one }: { one: Export }) {
  const { t } = useTranslation()
  const share = one.state === 'running' && one.rows_total > 0 ? ` ${percentText(one.rows / one.rows_total, 0)}` : ''
  return (
    <Status tone={tones[one.state]} live={isUnderWay(one)}>
      {t(`exports.state.${one.state}`)}
      {share}
    </Status>
  )
}

function File({ one }: { one: Export }) {
  const { t } = useTranslation()
  const cancel = useCancelExport()
  if (!one.is_mine) return null
  if (isUnderWay(one)) {
    return (
      <Button size="small" loading={one.cancel_asked || cancel.isPending} onClick={() => cancel.mutate(one.id)}>
        {t('words.cancel')}
      </Button>
    )
  }
  if (one.state !== 'done') return null
  return (
    <Button size="small" href={fileAddress(one.id)} download icon={<Icon name="download" size={14} />}>
      {t('exports.download')}
    </Button>
  )
}
