import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { useIsEmpty } from '../api/insight'
import { type LifecycleCounts, useLifecycle } from '../api/standing'
import { BehindDrawer } from './BehindDrawer'
import { Begin, NoNumbers } from './Early'
import { StageFlow } from './StageFlow'
import css from './Standing.module.css'

const MonthsOfStages = lazy(() => import('./MonthsOfStages').then((module) => ({ default: module.MonthsOfStages })))

/** Where guests stand in the life of the relation, and how many came and went month by month. */
export function LifecycleTab() {
  const isEmpty = useIsEmpty()
  const told = useLifecycle()
  if (told.isPending) return <CardSkeleton lines={8} />
  if (told.isError) return <NoNumbers error={told.error} onRetry={() => void told.refetch()} />
  return isEmpty ? <Begin /> : <Told counts={told.data} />
}

function Told({ counts }: { counts: LifecycleCounts }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const open = counts.stages.find((one) => one.code === search.stage)
  return (
    <div className={css.stack}>
      <Stages counts={counts} onPick={(stage) => change({ stage })} />
      <StageFlow counts={counts} />
      <Suspense fallback={<CardSkeleton lines={8} />}>
        <MonthsOfStages counts={counts} />
      </Suspense>
      {open ? <BehindDrawer behind={{ kind: 'stage', key: open.code, scale: 'quintiles' }} title={t('insight.stageTitle', { stage: said(open.name) })} words={said(open.meaning)} onClose={() => change({ stage: undefined })} /> : null}
    </div>
  )
}

/** The stages as they are now; each leads to its guests. */
function Stages({ counts, onPick }: { counts: LifecycleCounts; onPick: (stage: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const now = counts.months.at(-1)?.counts ?? []
  const all = now.reduce((sum, one) => sum + (one.guests ?? 0), 0)
  return (
    <Card title={t('insight.stages')} aside={t('insight.stagesAside')}>
      <ul className={css.stages}>
        {counts.stages.map((stage) => {
          const count = now.find((one) => one.stage === stage.code)
          const guests = count?.guests ?? 0
          return (
            <li key={stage.code}>
              <button type="button" className={css.stage} onClick={() => onPick(stage.code)} title={said(stage.meaning)}>
                <span className={css.stageName}>{said(stage.name)}</span>
                <b>{countText(guests)}</b>
                <span>{all > 0 ? percentText(guests / all) : ''}</span>
                <span>{count ? t('insight.cameLeft', { came: countText(count.came), left: countText(count.left) }) : ''}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
