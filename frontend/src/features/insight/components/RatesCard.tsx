import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, useFormat } from '@/lib/format'
import { useLanguage } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { PlainTable } from '@/ui/PlainTable'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type RateLine, useEnteredRates, useRateLines, useRates } from '../api/policies'
import { RatesDrawer } from './RatesDrawer'
import css from './Policies.module.css'

const usual = new Set(['USD', 'EUR', 'HKD', 'MOP', 'TWD', 'JPY', 'KRW', 'SGD', 'THB', 'GBP', 'AUD', 'AED'])
const isUsual = (line: RateLine) => line.source === 'own' || usual.has(line.currency)
const FIGURES = 5

/** At which rates amounts are added up, where each comes from, and the company's own. */
export function RatesCard({ currency, may }: { currency: string; may: boolean }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const [entering, setEntering] = useState(false)
  const sheet = useRates()
  const lines = useRateLines((found) => (all ? found : found.filter(isUsual)))
  const columns = useColumns(currency)
  const enter = may ? (
    <Button size="small" onClick={() => setEntering(true)}>
      {t('insight_policies.rates.enter')}
    </Button>
  ) : null
  return (
    <>
      <Card title={t('insight_policies.rates.title')} aside={enter}>
        {sheet.data ? <Note>{t('insight_policies.rates.words', { until: sheet.data.reference_until })}</Note> : null}
        <PlainTable label={t('insight_policies.rates.title')} columns={columns} query={lines} rowKey={(line) => line.currency} empty={null} />
        {sheet.data ? (
          <div className={css.more}>
            <Button type="link" size="small" onClick={() => setAll(!all)}>
              {all ? t('insight_policies.rates.some') : t('insight_policies.rates.all', { count: sheet.data.lines.length })}
            </Button>
          </div>
        ) : null}
      </Card>
      <Entered />
      {entering ? <RatesDrawer currency={currency} onClose={() => setEntering(false)} /> : null}
    </>
  )
}

function useColumns(currency: string): Column<RateLine>[] {
  const { t } = useTranslation()
  return [
    { key: 'currency', title: t('insight_policies.rates.currency'), render: (line) => <Named currency={line.currency} /> },
    { key: 'rate', title: t('insight_policies.rates.rate', { currency }), align: 'right', render: (line) => rateText(line.rate) },
    { key: 'source', title: t('insight_policies.rates.source'), render: (line) => <Tag tone={line.source === 'own' ? 'jade' : 'grey'}>{t(`insight_policies.rates.sourceOf.${line.source}`)}</Tag> },
    { key: 'day', title: t('insight_policies.rates.ofDay'), render: (line) => (line.source === 'yearly' ? '—' : dateText(line.of_day)) },
  ]
}

/** The code with what the currency is called. */
function Named({ currency }: { currency: string }) {
  const names = new Intl.DisplayNames(useLanguage(), { type: 'currency' })
  return (
    <>
      {currency} <Quiet>{names.of(currency)}</Quiet>
    </>
  )
}

function rateText(rate: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: FIGURES }).format(rate)
}

function Entered() {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const entered = useEnteredRates()
  if (!entered.data?.length) return null
  return (
    <Card title={t('insight_policies.rates.own')}>
      <Lines>
        {entered.data.map((one) => (
          <li key={one.id}>
            <Line>
              <span>
                {one.rate === null ? `${one.currency} ${t('insight_policies.rates.back')}` : `1 ${one.currency} = ${rateText(Number(one.rate))} ${one.against}`} <Quiet>{t('insight_policies.rates.from', { day: one.valid_from })}</Quiet>{' '}
                {one.is_in_force ? null : <Tag>{t('insight_policies.rates.replaced')}</Tag>}
              </span>
              <Quiet>{t('insight_policies.rates.by', { by: one.entered_by, at: instant(one.entered_at) })}</Quiet>
            </Line>
          </li>
        ))}
      </Lines>
    </Card>
  )
}
