import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type ModelOverview, useMayManage, useModels, useVersion } from '../api/models'
import { useIsEmpty } from '../api/insight'
import { MODEL, useDeciles } from '../api/value'
import { Begin, Early } from './Early'
import { Measures } from './Measures'
import models from './Models.module.css'
import css from './Standing.module.css'
import { TierLines } from './TierLines'
import { ValueCurveCard } from './ValueCurveCard'

const CalibrationCard = lazy(() => import('./CalibrationCard').then((module) => ({ default: module.CalibrationCard })))

/** What guests will be worth: the tiers, with whom the value lies, and whether the numbers can be believed. */
export function ValueTab() {
  const { t } = useTranslation()
  const kinds = useModels()
  const model = kinds.data?.find((one) => one.name === MODEL)
  if (useIsEmpty()) return <Begin />
  return (
    <div className={css.stack}>
      <Card title={t('insight_value.tiers')} aside={<ToPolicies />}>
        <TierLines />
      </Card>
      <Curve model={model} />
      {model?.champion ? <Trust version={model.champion.id} /> : null}
    </div>
  )
}

function ToPolicies() {
  const { t } = useTranslation()
  return (
    <Link to="/insight" search={{ tab: 'policies' }}>
      {t('insight_value.policies')}
    </Link>
  )
}

function Curve({ model }: { model: ModelOverview | undefined }) {
  const { t } = useTranslation()
  const deciles = useDeciles()
  if (deciles.isPending) return <CardSkeleton lines={10} />
  if (deciles.isError && deciles.error instanceof Problem && deciles.error.status === 404) return <Unvalued model={model} />
  if (deciles.isError)
    return (
      <Card>
        <ErrorState error={deciles.error} onRetry={() => void deciles.refetch()} />
      </Card>
    )
  if (deciles.data.guests === 0) return <Unvalued model={model} />
  return deciles.data.sum_minor > 0 ? <ValueCurveCard deciles={deciles.data} /> : <Early title={t('insight_value.noAmounts')}>{t('insight_value.noAmountsWords')}</Early>
}

/** No model says yet what guests will be worth: what to do, or whom to ask. */
function Unvalued({ model }: { model: ModelOverview | undefined }) {
  const { t } = useTranslation()
  const may = useMayManage()
  const words = model?.champion ? 'scoresSoon' : may ? 'earlyWords' : 'earlyAsk'
  return (
    <Early title={t('insight_value.early')} kind={MODEL}>
      {t(`insight_value.${words}`)}
    </Early>
  )
}

/** How the model did on a year that it had not seen, beside the simple way. */
function Trust({ version }: { version: string }) {
  const { t } = useTranslation()
  const told = useVersion(version)
  if (told.isPending) return <CardSkeleton lines={8} />
  if (told.isError)
    return (
      <Card>
        <ErrorState error={told.error} onRetry={() => void told.refetch()} />
      </Card>
    )
  return (
    <div>
      <Note>{t('insight_value.trust')}</Note>
      <div className={models.halves}>
        <Suspense fallback={<CardSkeleton lines={8} />}>
          <CalibrationCard bins={told.data.judged.calibration} isCount />
        </Suspense>
        <Measures judged={told.data.judged} subject="guest" />
      </div>
    </div>
  )
}
