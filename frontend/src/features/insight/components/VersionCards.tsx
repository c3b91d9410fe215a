import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { type Judged, type ModelVersion, type Subject, useVersion } from '../api/models'
import { DriftCard } from './DriftCard'
import { FairnessCard } from './FairnessCard'
import { Measures } from './Measures'
import css from './Models.module.css'
import { versionTones } from './ModelVersions'
import { useModelWords } from './ModelWords'

const CalibrationCard = lazy(() => import('./CalibrationCard').then((module) => ({ default: module.CalibrationCard })))

/** One version whole: when it was fitted and judged, how good it is, for whom, and whether the world has moved. */
export function VersionCards({ id, subject }: { id: string; subject: Subject }) {
  const told = useVersion(id)
  if (told.isPending) return <CardSkeleton lines={10} />
  if (told.isError) return <ErrorState error={told.error} onRetry={() => void told.refetch()} />
  return <Told version={told.data} subject={subject} />
}

function Told({ version, subject }: { version: ModelVersion; subject: Subject }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useModelWords()
  const { judged } = version
  const [first] = judged.measures
  return (
    <>
      <Card
        title={
          <span className={css.versionTitle}>
            {t('insight_models.numbered', { number: version.number })}
            <Status tone={versionTones[version.state]}>{t(`insight_models.versionState.${version.state}`)}</Status>
          </span>
        }
      >
        {version.why_not ? <p className={css.refused}>{said(version.why_not)}</p> : null}
        {first && !version.why_not ? <p className={css.verdict}>{words.gain(first)}</p> : null}
        <Windows judged={judged} subject={subject} />
        <Facts version={version} />
      </Card>
      <Measures judged={judged} subject={subject} />
      <div className={css.halves}>
        {judged.calibration.length > 0 ? (
          <Suspense fallback={<CardSkeleton lines={8} />}>
            <CalibrationCard bins={judged.calibration} isOfDays={subject === 'day'} />
          </Suspense>
        ) : null}
        {subject === 'guest' || judged.fairness.length > 0 ? <FairnessCard slices={judged.fairness} /> : null}
      </div>
      <DriftCard version={version} subject={subject} />
    </>
  )
}

function days(from: string, until: string): number {
  return Math.max(1, (Date.parse(until) - Date.parse(from)) / 86_400_000)
}

/** Time from left to right: what the model learned from, then what it was judged on and never saw. */
function Windows({ judged, subject }: { judged: Judged; subject: Subject }) {
  const { rows } = useModelWords()
  const { t } = useTranslation()
  const parts = [
    { key: 'fitted', from: judged.fitted_from, until: judged.fitted_until, rows: judged.fitted_rows },
    { key: 'judged', from: judged.judged_from, until: judged.judged_until, rows: judged.judged_rows },
  ] as const
  return (
    <div className={css.windows}>
      {parts.map((part) => (
        <div key={part.key} className={css.window} data-part={part.key} style={{ flexGrow: days(part.from, part.until) }}>
          <i />
          <b>{t(`insight_models.window.${part.key}`)}</b>
          <span>
            {dateText(part.from)} → {dateText(part.until)}
          </span>
          <span>{rows(subject, part.key, part.rows)}</span>
        </div>
      ))}
    </div>
  )
}

function Facts({ version }: { version: ModelVersion }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { duration } = useFormat()
  const { judged } = version
  return (
    <KeyValues
      columns={2}
      items={[
        { label: t('insight_models.simple'), value: said(judged.baseline) },
        { label: t('insight_models.horizon'), value: version.horizon_days === null ? null : t('insight_models.horizonDays', { days: version.horizon_days }) },
        { label: t('insight_models.trainedAt'), value: <Instant at={version.trained_at} /> },
        { label: t('insight_models.took'), value: duration(version.seconds) },
        { label: t('insight_models.owner'), value: version.owner || t('insight.theProduct') },
        { label: t('insight_models.publishedAt'), value: version.published_at ? <Instant at={version.published_at} /> : null },
        { label: t('insight_models.publishedBy'), value: version.published_by },
        { label: t('insight_models.reasonOf'), value: version.publish_reason },
      ]}
    />
  )
}
