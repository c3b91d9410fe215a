import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Note } from '@/ui/Layout'
import { EmptyState } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type CompanyLine, useCompanies } from '../../api/companies'
import { useRules } from '../../api/rules'
import type { Programme } from '../../api/programmes'
import { CompanyDrawer } from './CompanyDrawer'

/** Companies that are members beside their travellers. */
export function CompaniesTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const pages = useCompanies(programme.id)
  const columns = useColumns()
  const mayServe = useMay('serve_members') && programme.state === 'open'
  const [isOpen, setOpen] = useState(false)
  const add = (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('loyalty_companies.add')}
    </Button>
  )
  return (
    <>
      <WithoutRule programme={programme} />
      <DataTable
        name="companies"
        label={t('loyalty.tab.companies')}
        columns={columns}
        pages={pages}
        rowKey={(one) => one.member_id}
        door={(one) => ({ to: '/loyalty/members/$memberId', params: { memberId: one.member_id } })}
        filters={mayServe ? add : null}
        empty={
          <EmptyState icon="loyalty" title={t('loyalty_companies.none')}>
            {t(programme.state === 'open' ? 'loyalty_companies.noneWords' : 'loyalty_companies.noneDraft')}
          </EmptyState>
        }
      />
      {isOpen ? <CompanyDrawer programme={programme} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Companies earn by rules of their own; without one they earn nothing, and that is said. */
function WithoutRule({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const { data: rules } = useRules(programme.id)
  if (!rules || rules.some((one) => one.rule.earner === 'company')) return null
  return <Note>{t('loyalty_companies.noRule')}</Note>
}

function useColumns(): Column<CompanyLine>[] {
  const { t } = useTranslation()
  return [
    { key: 'name', title: t('loyalty_companies.name'), render: (one) => one.name },
    { key: 'number', title: t('loyalty.number'), render: (one) => one.number },
    { key: 'code', title: t('loyalty_companies.code'), optional: true, render: (one) => one.credit_code || '—' },
    { key: 'travellers', title: t('loyalty_companies.travellers'), align: 'right', render: (one) => countText(one.travellers) },
    { key: 'usable', title: t('loyalty.points'), align: 'right', render: (one) => countText(one.usable) },
    { key: 'since', title: t('loyalty.joined'), render: (one) => dateText(one.since) },
  ]
}
