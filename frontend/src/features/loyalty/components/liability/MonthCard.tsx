import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, moneyText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { ExportTool } from '@/ui/export/ExportTool'
import { Note } from '@/ui/Layout'
import { Scroll } from '@/ui/Scroll'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type CohortRow, type JournalLine, type Liability, useClosedMonth } from '../../api/liability'
import css from '../Loyalty.module.css'
import own from './Liability.module.css'

const points = ['issued', 'redeemed', 'expired', 'forfeited', 'reversed', 'outstanding', 'expected'] as const
const shapes = ['money', 'points'] as const
const accounts = ['revenue_account', 'deferred_account', 'expense_account'] as const
const money = ['sales_minor', 'deferred_minor', 'recognised_minor', 'liability_minor', 'true_up_minor'] as const

/** A closed month: each cohort in points and money, and the journal for the company's books. */
export function MonthCard({ liability }: { liability: Liability }) {
  const { t } = useTranslation()
  const months = liability.closings.filter((one) => one.state === 'done').map((one) => one.month.slice(0, 7))
  const [picked, setPicked] = useState<string>()
  const month = picked ?? months[0]
  const found = useClosedMonth(liability.programme_id, month)
  if (!month) return null
  if (found.isPending) return <CardSkeleton lines={6} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const tools = (
    <span className={css.tools}>
      <Select size="small" aria-label={t('loyalty_liability.month')} value={month} onChange={setPicked} options={months.map((value) => ({ value, label: value }))} />
      <ExportTool kind="loyalty_journal" where={{ programme: liability.programme_id, month }} total={found.data.journal.length} />
    </span>
  )
  return (
    <Card title={t('loyalty_liability.monthOf', { month })} aside={tools}>
      <Cohorts rows={found.data.cohorts} currency={liability.currency} />
      <h3 className={own.subhead}>{t('loyalty_liability.journal')}</h3>
      <Journal lines={found.data.journal} liability={liability} />
      <Note>{t('loyalty_liability.monthNote')}</Note>
    </Card>
  )
}

function Cohorts({ rows, currency }: { rows: readonly CohortRow[]; currency: string }) {
  const { t } = useTranslation()
  const [isWhole, setWhole] = useState(false)
  const [shape, setShape] = useState<(typeof shapes)[number]>('money')
  const settled = rows.filter((one) => one.outstanding === 0)
  const shown = isWhole ? rows : rows.filter((one) => one.outstanding !== 0)
  const figures = shape === 'points' ? points.map((name) => ({ name, said: countText })) : [{ name: 'outstanding' as const, said: countText }, ...money.map((name) => ({ name, said: (minor: number) => moneyText(minor, currency) }))]
  return (
    <>
      <Segmented size="small" aria-label={t('loyalty_liability.shape')} value={shape} onChange={setShape} options={shapes.map((value) => ({ value, label: t(`loyalty_liability.shapes.${value}`) }))} />
      <Scroll label={t('loyalty_liability.cohort')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('loyalty_liability.cohort')}</th>
              {figures.map(({ name }) => (
                <th scope="col" key={name}>
                  {t(`loyalty_liability.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...shown].reverse().map((one) => (
              <tr key={`${one.month} ${one.kind}`}>
                <th scope="row">
                  {one.month.slice(0, 7)}{' '}
                  {one.kind === 'sold' ? null : (
                    <Tag tone={one.kind === 'partner' ? 'plum' : 'slate'}>{t(`loyalty_liability.${one.kind}`)}</Tag>
                  )}
                </th>
                {figures.map(({ name, said }) => (
                  <td key={name}>{said(one[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('loyalty_liability.sum')}</th>
              {figures.map(({ name, said }) => (
                <td key={name}>{said(rows.reduce((whole, one) => whole + one[name], 0))}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </Scroll>
      {settled.length > 0 ? (
        <Button type="link" size="small" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('loyalty_liability.hideSettled') : t('loyalty_liability.showSettled', { count: settled.length })}
        </Button>
      ) : null}
    </>
  )
}

function Journal({ lines, liability }: { lines: readonly JournalLine[]; liability: Liability }) {
  const { t } = useTranslation()
  const { currency } = liability
  const named = (account: string) => accounts.find((name) => liability.accounting.policy[name] === account)
  if (lines.length === 0) return <p className="muted">{t('loyalty_liability.noLines')}</p>
  const accountWord = (name: (typeof accounts)[number] | undefined) => (name ? t(`loyalty_liability.field.${name}`) : '')
  const shown = (minor: number) => (minor === 0 ? '' : moneyText(minor, currency))
  return (
    <Scroll label={t('loyalty_liability.journal')}>
      <table className={css.table}>
        <thead>
          <tr>
            {(['account', 'debit', 'credit'] as const).map((one) => (
              <th scope="col" key={one}>
                {t(`loyalty_liability.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((one, place) => (
            <tr key={place}>
              <th scope="row">
                {one.account} <span className="muted">{accountWord(named(one.account))}</span>
              </th>
              <td>{shown(one.debit_minor)}</td>
              <td>{shown(one.credit_minor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
