import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, moneyText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Note } from '@/ui/Layout'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type PartnerSummary, usePartners } from '../../api/partners'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { PartnerDrawer } from './PartnerDrawer'
import { PartnerPart } from './PartnerPart'
import { stateTones } from './usePartnerWords'

/** Where members earn and use points elsewhere: every partner with this month, and one whole where it was opened. */
export function PartnersTab({ programme }: { programme: Programme }) {
  const [search] = useAddress()
  const partners = usePartners(programme.id)
  const open = partners.data?.find((one) => one.partner.id === search.partner)
  return open ? <PartnerPart programme={programme} found={open} /> : <List programme={programme} partners={partners} />
}

function List({ programme, partners }: { programme: Programme; partners: ReturnType<typeof usePartners> }) {
  const { t } = useTranslation()
  const [, change] = useAddress()
  const mayManage = useMayForCompany('manage_loyalty')
  const [adding, setAdding] = useState(false)
  const show = (partner: string) => change({ partner }, { push: true })
  const columns = useColumns(show)
  const add = mayManage ? (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('loyalty_partners.add')}
    </Button>
  ) : null
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Note>{t('loyalty_partners.intro')}</Note>
        {(partners.data ?? []).length > 0 ? add : null}
      </div>
      <PlainTable
        label={t('loyalty.tab.partners')}
        columns={columns}
        query={partners}
        rowKey={(one) => one.partner.id}
        empty={
          <EmptyState icon="loyalty" title={t('loyalty_partners.none')} action={add}>
            {t(add ? 'loyalty_partners.noneWords' : 'loyalty_partners.noneOther')}
          </EmptyState>
        }
      />
      {adding ? <PartnerDrawer programme={programme} partner={undefined} onMade={show} onClose={() => setAdding(false)} /> : null}
    </div>
  )
}

function useColumns(onOpen: (partner_id: string) => void): Column<PartnerSummary>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const count = (points: number) => (points === 0 ? '—' : countText(points))
  const money = ({ partner }: PartnerSummary, minor: number) => (minor === 0 ? '—' : moneyText(minor, partner.currency))
  return [
    {
      key: 'partner',
      title: t('loyalty_partners.partner'),
      render: ({ partner }) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(partner.id)}>
            {said(partner.name)}
          </Button>
          <small>
            {t(`loyalty_partners.kinds.${partner.kind}`)} · {partner.code}
          </small>
        </span>
      ),
    },
    { key: 'state', title: t('loyalty_rules.status'), render: ({ partner }) => <Status tone={stateTones[partner.state]}>{t(`loyalty_partners.states.${partner.state}`)}</Status> },
    { key: 'accrued', title: t('loyalty_partners.monthAccrued'), align: 'right', render: ({ month }) => count(month.accrued.points - month.accrued_back.points) },
    { key: 'redeemed', title: t('loyalty_partners.monthRedeemed'), align: 'right', render: ({ month }) => count(month.redeemed.points - month.redeemed_back.points) },
    { key: 'by', title: t('loyalty_partners.theyOwe'), align: 'right', render: (one) => money(one, one.month.owed_by_partner_minor) },
    { key: 'to', title: t('loyalty_partners.weOweThem'), align: 'right', render: (one) => money(one, one.month.owed_to_partner_minor) },
  ]
}
