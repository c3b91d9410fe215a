import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import type { Feature } from '@/lib/features'
import { countText, percentText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useFeatureWords } from '@/ui/FeatureWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type ColumnSummary, useSummary } from '../api/insight'
import css from './Insight.module.css'

const SpreadPlot = lazy(() => import('./SpreadPlot').then((module) => ({ default: module.SpreadPlot })))

const places = ['low', 'quarter', 'middle', 'three_quarters', 'high'] as const

/** How many guests have the feature, how many values there are, and where the values lie. */
export function Spread({ feature, asOf }: { feature: Feature; asOf: string }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const summary = useSummary(feature.name)
  if (summary.isPending) return <CardSkeleton lines={6} />
  if (summary.isError) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
  return (
    <>
      <div className={css.spreadHead}>
        <h3>{t('insight.spread')}</h3>
        <span className="muted small">{t('insight.asOf', { at: instant(asOf) })}</span>
      </div>
      <Counts feature={feature} summary={summary.data} />
      <Places feature={feature} summary={summary.data} />
    </>
  )
}

interface Props {
  feature: Feature
  summary: ColumnSummary
}

function Counts({ feature, summary }: Props) {
  const { t } = useTranslation()
  const words = useFeatureWords()
  const filled = summary.rows > 0 ? 1 - summary.nulls / summary.rows : 0
  const facts = [
    [t('insight.guests'), countText(summary.rows)],
    [t('insight.filled'), percentText(filled)],
    [t('insight.distinct'), countText(summary.distinct)],
    [t('insight.mean'), summary.mean === null ? '' : words.value(feature, summary.mean)],
  ].filter(([, value]) => value)
  return (
    <>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={css.filled} role="img" aria-label={t('insight.filledWords', { share: percentText(filled) })}>
        <i style={{ width: percentText(filled, 2) }} />
      </div>
      <Nothing feature={feature} summary={summary} />
    </>
  )
}

/** How many have nothing there, and why. */
function Nothing({ feature, summary }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  if (summary.nulls === 0) return <p className="muted small">{t('insight.allFilled')}</p>
  return <p className="muted small">{t('insight.nulls', { count: summary.nulls, guests: countText(summary.nulls), why: said(feature.null) })}</p>
}

/** The picture, and the same as a table. */
function Places({ feature, summary }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useFeatureWords()
  const at = places.map((place) => ({ place, value: summary[place] }))
  const given = at.flatMap(({ place, value }) => (value === null ? [] : [{ place, value }]))
  if (given.length < places.length) return <p className="muted small">{feature.kind === 'text' || feature.kind === 'date' || feature.kind === 'flag' ? t('insight.noNumbers') : t('insight.noValues')}</p>
  const rows = given.map(({ place, value }) => [t(`insight.place.${place}`), value])
  return (
    <>
      <Suspense fallback={<div className={css.plot} />}>
        <SpreadPlot feature={feature} summary={summary} label={t('insight.plotWords', { feature: said(feature.label) })} />
      </Suspense>
      <table className={css.places}>
        <tbody>
          {given.map(({ place, value }) => (
            <tr key={place}>
              <th scope="row">{t(`insight.place.${place}`)}</th>
              <td>{words.value(feature, value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button type="link" size="small" href={csvAddress([[t('insight.part'), feature.name], ...rows])} download={`${feature.name}.csv`}>
        CSV
      </Button>
    </>
  )
}
