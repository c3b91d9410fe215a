import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { type ModelOverview, useMayManage, useModels, useVersion } from '../api/models'
import { MODEL, useDeciles } from '../api/value'
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
  const deciles = useDeciles()
  if (deciles.isPending) return <CardSkeleton lines={10} />
  if (deciles.isError && deciles.error instanceof Problem && deciles.error.status === 404) return <Early model={model} />
  if (deciles.isError)
    return (
      <Card>
        <ErrorState error={deciles.error} onRetry={() => void deciles.refetch()} />
      </Card>
    )
  return deciles.data.guests === 0 ? <Early model={model} /> : <ValueCurveCard deciles={deciles.data} />
}

/** No model says yet what guests will be worth: what to do, or whom to ask. */
function Early({ model }: { model: ModelOverview | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const may = useMayManage()
  const words = model?.champion ? 'scoresSoon' : may ? 'earlyWords' : 'earlyAsk'
  const action = (
    <Link to="/insight" search={{ tab: 'models', kind: MODEL }}>
      <Button tabIndex={-1}>{t('insight_value.toModel')}</Button>
    </Link>
  )
  return (
    <Card>
      <EmptyState icon="clock" title={t('insight_value.early')} action={action}>
        {t(`insight_value.${words}`)}
        {model?.message && !model.champion ? <p>{said(model.message)}</p> : null}
      </EmptyState>
    </Card>
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
