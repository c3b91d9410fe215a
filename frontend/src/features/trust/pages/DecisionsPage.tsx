import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { type PriceDecision, useMaker } from '@/lib/decisions'
import { useSaid } from '@/lib/i18n'
import { ExplanationDrawer } from '@/ui/ExplanationDrawer'
import { Instant, Money } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useDecisions } from '../api/decisions'

/** Prices and offers made to guests, each with what it looked at and the sentence that explains it. */
export function DecisionsPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const pages = useDecisions()
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('trust_decisions.title')} subtitle={t('trust_decisions.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} />
      <DataTable
        name="decisions"
        label={t('trust_decisions.title')}
        columns={columns}
        pages={pages}
        rowKey={(made) => made.id}
        door={(made) => ({ to: '/trust/decisions', search: { decision: made.id } })}
        empty={
          <EmptyState icon="eye" title={t('trust_decisions.none')}>
            {t('trust_decisions.noneWords')}
          </EmptyState>
        }
      />
      {search.decision ? <ExplanationDrawer id={search.decision} onClose={() => change({ decision: undefined })} /> : null}
    </>
  )
}

function useColumns(): Column<PriceDecision>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const by = useMaker()
  return [
    { key: 'at', title: t('trust_decisions.at'), render: (made) => <Instant at={made.decided_at} /> },
    { key: 'kind', title: t('trust_decisions.kind'), render: (made) => <Tag tone={made.kind === 'price' ? 'slate' : 'jade'}>{t(`trust_decisions.kinds.${made.kind}`)}</Tag> },
    { key: 'offer', title: t('trust_decisions.offer'), render: (made) => made.offer },
    { key: 'price', title: t('trust_decisions.price'), align: 'right', render: (made) => <Money minor={made.price_minor} currency={made.currency} /> },
    { key: 'public', title: t('trust_decisions.publicPrice'), align: 'right', render: (made) => <Money minor={made.public_price_minor} currency={made.currency} /> },
    { key: 'why', title: t('trust_decisions.why'), render: (made) => said(made.explanation), wideOnly: true },
    { key: 'by', title: t('trust_decisions.by'), render: (made) => by(made), wideOnly: true },
  ]
}
