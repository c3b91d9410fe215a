import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, dateText } from '@/lib/format'
import { ExportTool } from '@/ui/export/ExportTool'
import { SelectFilter } from '@/ui/Filters'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { lineChoices, type Partner, type PartnerLine, usePartnerLines, usePartnerRates, usePartnerStatement } from '../../api/partners'
import css from '../Loyalty.module.css'
import { lineTones, usePartnerWords } from './usePartnerWords'

/** The lines of a partner, the newest first; each leads to its member. */
export function LinesTable({ partner }: { partner: Partner }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const months = (usePartnerStatement(partner.id).data?.months ?? []).map((one) => one.month.slice(0, 7))
  const month = months.find((one) => one === search.month)
  const choice = lineChoices.find((one) => one === search.lines)
  const pages = usePartnerLines(partner.id, month, choice)
  const columns = useColumns(partner)
  const filters = (
    <>
      <SelectFilter param="month" label={t('loyalty_liability.month')} options={months.map((value) => ({ value, label: value }))} />
      <SelectFilter param="lines" label={t('loyalty_partners.lineKind')} options={lineChoices.map((value) => ({ value, label: t(`loyalty_partners.lineKinds.${value}`) }))} />
    </>
  )
  return (
    <section id="partner-lines">
      <h2 className={css.heading}>{t('loyalty_partners.lines')}</h2>
      <DataTable
        name="partner_lines"
        label={t('loyalty_partners.lines')}
        columns={columns}
        pages={pages}
        rowKey={(one) => one.id}
        filters={filters}
        tools={<ExportTool kind="loyalty_partner_lines" where={{ partner: partner.id, ...(month ? { month } : {}) }} total={null} />}
        empty={
          <EmptyState icon="file" title={t(month || choice ? 'loyalty_partners.noLinesOf' : 'loyalty_partners.noLines')}>
            {t(month || choice ? 'loyalty_partners.noLinesOfWords' : 'loyalty_partners.noLinesWords')}
          </EmptyState>
        }
      />
    </section>
  )
}

function useColumns(partner: Partner): Column<PartnerLine>[] {
  const { t } = useTranslation()
  const words = usePartnerWords(partner)
  const versions = usePartnerRates(partner.id).data ?? []
  const unitOf = (line: PartnerLine) => {
    const rates = versions.find((one) => one.number === line.rates_number)?.rates
    return ((line.of_kind ?? line.kind) === 'burn' ? rates?.burn : rates?.earn)?.unit
  }
  const kindOf = (line: PartnerLine) => (line.kind === 'reversal' ? (line.of_kind === 'burn' ? 'burn_back' : 'earn_back') : line.kind)
  /** Points as they come to the member: what is used or taken back is below zero. */
  const points = (line: PartnerLine) => (line.kind === 'burn' || (line.kind === 'reversal' && line.of_kind === 'earn') ? -line.points : line.points)
  return [
    {
      key: 'reference',
      title: t('loyalty_partners.reference'),
      render: (line) => (
        <span className={css.two}>
          <span className="mono">{line.reference}</span>
          <small>{[t(`loyalty_partners.lineKinds.${kindOf(line)}`), line.of_reference ? t('loyalty_partners.ofReference', { reference: line.of_reference }) : ''].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    {
      key: 'member',
      title: t('loyalty.member'),
      render: (line) => (
        <Link to="/loyalty/members/$memberId" params={{ memberId: line.member_id }}>
          {line.member_number}
        </Link>
      ),
    },
    {
      key: 'day',
      title: t('loyalty_partners.day'),
      render: (line) => (
        <span className={css.two}>
          {dateText(line.day)}
          {line.booked_on && line.booked_on !== line.day ? <small>{t('loyalty_partners.bookedOn', { date: dateText(line.booked_on) })}</small> : null}
        </span>
      ),
    },
    { key: 'amount', title: t('loyalty_partners.amount'), align: 'right', render: (line) => words.amount(line, unitOf(line)) },
    { key: 'points', title: t('loyalty_partners.points'), align: 'right', render: (line) => countText(points(line)).replace('-', '−') },
    { key: 'owed', title: t('loyalty_partners.owed'), align: 'right', wideOnly: true, render: (line) => words.money(line.kind === 'reversal' ? -line.money_minor : line.money_minor) },
    { key: 'state', title: t('loyalty_rules.status'), render: (line) => <Status tone={lineTones[line.state]}>{t(`loyalty_partners.lineStates.${line.state}`)}</Status> },
    { key: 'route', title: t('loyalty_partners.route'), wideOnly: true, render: (line) => t(`loyalty_partners.routes.${line.route}`) },
  ]
}
