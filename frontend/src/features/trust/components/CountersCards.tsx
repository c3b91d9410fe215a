import { Button, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countryName } from '@/lib/countries'
import { countText } from '@/lib/format'
import { useLanguage } from '@/lib/i18n'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Status, Tag } from '@/ui/StatusTag'
import { CardList } from '@/ui/table/CardList'
import { Rows } from '@/ui/table/Rows'
import type { Column } from '@/ui/table/types'
import { useNarrow } from '@/lib/screen'
import { type Counters, useCounters, type YearAbroad } from '../api/exports'
import css from './Audit.module.css'
import { PolicyDrawer } from './PolicyDrawer'

type Counter = Counters['counters'][number]
const tones = { within: 'jade', near: 'amber', over: 'cinnabar' } as const
const strokes = { within: 'var(--jade)', near: 'var(--amber)', over: 'var(--cinnabar)' } as const

/** People whose data went abroad, against the limits, and to whom. Only for those who watch over it. */
export function CountersCards() {
  const { t } = useTranslation()
  const isForCompany = useForCompany()
  const mayWatch = useMay('view_audit') && isForCompany
  const mayChange = useMay('manage_trust')
  const [changing, setChanging] = useState(false)
  const { data } = useCounters(mayWatch)
  if (!mayWatch || !data) return null
  const year = data.abroad[0]
  return (
    <div className={css.cards}>
      <Card
        title={t('trust_exports.abroad')}
        tone={year && (year.state === 'over' || year.sensitive_state === 'over') ? 'trouble' : 'plain'}
        aside={mayChange ? <Button size="small" onClick={() => setChanging(true)}>{t('trust_exports.limits')}</Button> : null}
      >
        {year ? <Year year={year} /> : <p className="muted">{t('trust_exports.noneAbroad')}</p>}
      </Card>
      <Card title={t('trust_exports.byRecipient')} flush={data.counters.length > 0}>
        {data.counters.length > 0 ? <ByRecipient counters={data.counters} /> : <p className="muted">{t('trust_exports.none')}</p>}
      </Card>
      {changing ? <PolicyDrawer policy={data.policy} onClose={() => setChanging(false)} /> : null}
    </div>
  )
}

function Year({ year }: { year: YearAbroad }) {
  const { t } = useTranslation()
  const bars = [
    { name: 'all', label: t('trust_exports.everyone'), people: year.people, limit: year.limit, state: year.state },
    { name: 'sensitive', label: t('trust_exports.sensitivePeople'), people: year.sensitive_people, limit: year.sensitive_limit, state: year.sensitive_state },
  ] as const
  return (
    <div className={css.facts}>
      <p className="muted">{t('trust_exports.inYear', { year: year.year })}</p>
      {bars.map((bar) => (
        <div key={bar.name} className={css.bars}>
          <div className={css.barHead}>
            <span>{bar.label}</span>
            <span>
              <b>{countText(bar.people)}</b> / {countText(bar.limit)}
            </span>
          </div>
          <Progress
            className={css.bar}
            percent={bar.limit > 0 ? Math.min(100, (bar.people / bar.limit) * 100) : 100}
            showInfo={false}
            size="small"
            strokeColor={strokes[bar.state]}
            aria-label={bar.label}
          />
          <Status tone={tones[bar.state]}>{t(`trust_exports.limit.${bar.state}`)}</Status>
        </div>
      ))}
    </div>
  )
}

function ByRecipient({ counters }: { counters: readonly Counter[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const narrow = useNarrow()
  const columns: Column<Counter>[] = [
    { key: 'who', title: t('trust_exports.recipient'), render: (one) => (one.recipient === 'internal' || one.recipient === 'guest' ? t(`exports.whos.${one.recipient}`) : one.recipient) },
    { key: 'country', title: t('trust_exports.country'), render: (one) => countryName(one.country, language) },
    { key: 'year', title: t('trust_exports.year'), render: (one) => String(one.year) },
    { key: 'people', title: t('trust_exports.people'), align: 'right', render: (one) => countText(one.people) },
    {
      key: 'sensitive',
      title: t('trust_exports.sensitive'),
      align: 'right',
      render: (one) => (one.sensitive_people > 0 ? <Tag tone="plum">{countText(one.sensitive_people)}</Tag> : '0'),
    },
  ]
  const Shape = narrow ? CardList : Rows
  return <Shape label={t('trust_exports.byRecipient')} columns={columns} rows={counters} rowKey={(one) => `${one.recipient}-${one.country}-${one.year}`} />
}
