import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Note } from '@/ui/Layout'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type MemberPrice, useMemberPrices } from '../../api/memberPrices'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { PriceDrawer } from './PriceDrawer'
import { usePriceWords } from './usePriceWords'

/** What members pay less than everybody. */
export function PricesTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const prices = useMemberPrices(programme.id)
  const [open, setOpen] = useState<MemberPrice | 'new'>()
  const columns = useColumns(programme, setOpen)
  const add = mayManage ? (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('loyalty_prices.add')}
    </Button>
  ) : null
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Note>{t('loyalty_prices.intro')}</Note>
        {(prices.data ?? []).length > 0 ? add : null}
      </div>
      <PlainTable
        label={t('loyalty.tab.prices')}
        columns={columns}
        query={prices}
        rowKey={(one) => one.id}
        empty={
          <EmptyState icon="tag" title={t('loyalty_prices.none')} action={add}>
            {t(add ? 'loyalty_prices.noneWords' : 'loyalty_prices.noneOther')}
          </EmptyState>
        }
      />
      {open ? <PriceDrawer programme={programme} price={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

function useColumns(programme: Programme, onOpen: (one: MemberPrice) => void): Column<MemberPrice>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const words = usePriceWords(programme)
  return [
    {
      key: 'name',
      title: t('loyalty_prices.price'),
      render: (one) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(one)}>
            {said(one.name)}
          </Button>
          <small>{one.code}</small>
        </span>
      ),
    },
    {
      key: 'worth',
      title: t('loyalty_prices.field.worth'),
      render: ({ version }) =>
        version ? (
          <span className={css.words}>
            {words.off(version.terms)}
            <small>{words.only(version.terms).join(t('words.semicolon'))}</small>
          </span>
        ) : (
          '—'
        ),
    },
    { key: 'whom', title: t('loyalty_prices.whom'), render: ({ version }) => (version ? words.whom(version.terms) : '—') },
    { key: 'days', title: t('loyalty_prices.booked'), render: ({ version }) => (version ? words.days(version) : '—') },
    { key: 'state', title: t('loyalty_rules.status'), render: ({ version }) => <Status tone={version ? 'jade' : 'grey'}>{t(version ? 'loyalty_prices.on' : 'loyalty_prices.off.now')}</Status> },
  ]
}
