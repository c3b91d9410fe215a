import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { useIsEmpty } from '../api/insight'
import { isOpen, type ModelOverview, useMayManage, useModelRuns, useModels, useTrain } from '../api/models'
import { DriftLight, hasDrifted } from './DriftLight'
import { GoalsCard } from './GoalsCard'
import { ModelPanel } from './ModelPanel'
import { ModelRuns } from './ModelRuns'
import css from './Models.module.css'
import { useModelWords } from './ModelWords'

const tones: Record<ModelOverview['state'], Tone> = { in_use: 'jade', waiting: 'grey', training: 'slate', not_enough: 'grey', rejected: 'amber', failed: 'cinnabar', untrained: 'grey' }

/** Every question that a model answers: which version answers it, and whether to believe it. */
export function ModelsTab() {
  const [search] = useAddress()
  return search.kind ? <ModelPanel key={search.kind} name={search.kind} /> : <Register />
}

function Register() {
  const { t } = useTranslation()
  const models = useModels()
  const runs = useModelRuns()
  const columns = useColumns()
  const isEmpty = useIsEmpty()
  const may = useMayManage()
  const open = runs.data?.filter(isOpen).toReversed() ?? [] // in the order in which they are worked off
  return (
    <div className={css.stack}>
      <Card title={t('insight_models.title')} aside={may && models.data?.length ? <TrainAll waits={open.length > 0} /> : null}>
        <Note>
          {may ? t('insight_models.words') : t('insight_models.wordsReader')} {isEmpty ? t('insight.beginWords') : ''}
        </Note>
        <ModelRuns runs={open} may={may} />
      </Card>
      <PlainTable
        label={t('insight_models.title')}
        columns={columns}
        query={models}
        rowKey={(one) => one.name}
        door={(one) => ({ to: '/insight', search: { tab: 'models', kind: one.name } })}
        empty={
          <EmptyState icon="clock" title={t('insight_models.none')}>
            {t('insight_models.noneWords')}
          </EmptyState>
        }
      />
      <GoalsCard />
    </div>
  )
}

function TrainAll({ waits }: { waits: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const train = useTrain()
  return (
    <Button disabled={waits} loading={train.isPending} onClick={() => train.mutate([], { onError: (fault) => void message.error(sentence(fault)) })}>
      {t('insight_models.trainAll')}
    </Button>
  )
}

function useColumns(): Column<ModelOverview>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useModelWords()
  return [
    {
      key: 'question',
      title: t('insight_models.question'),
      render: (one) => (
        <span className={css.question}>
          <b>{said(one.label)}</b>
          <span>{said(one.question)}</span>
        </span>
      ),
    },
    { key: 'state', title: t('insight_models.state'), width: 170, render: (one) => <State model={one} /> },
    { key: 'gain', title: t('insight_models.gain'), render: (one) => <span className={css.wrap}>{one.champion ? words.gain(one.champion.measure) : said(one.message) || '—'}</span> },
    { key: 'drift', title: t('insight_models.drift'), width: 110, render: (one) => (one.drift ? <DriftLight index={one.drift.largest} /> : <span className="muted">—</span>) },
    { key: 'run', title: t('insight_models.lastRun'), width: 130, render: (one) => <LastTraining model={one} /> },
  ]
}

/** A run that still waits has trained nothing: what ended last counts. */
function LastTraining({ model }: { model: ModelOverview }) {
  const { t } = useTranslation()
  const at = model.last_run?.ended_at ?? model.champion?.trained_at
  return at ? <Instant at={at} relative /> : <span className="muted">{t('insight_models.never')}</span>
}

function State({ model }: { model: ModelOverview }) {
  const { t } = useTranslation()
  const isWaiting = model.challenger !== null
  return (
    <span className={css.question}>
      <Status tone={tones[model.state]} live={model.state === 'training'}>
        {t(`insight_models.kindState.${model.state}`)}
      </Status>
      {isWaiting ? (
        <Link className={css.waits} to="/insight" search={{ tab: 'models', kind: model.name }}>
          {t(hasDrifted(model) ? 'insight_models.fresherWaits' : 'insight_models.challengerWaits')}
        </Link>
      ) : null}
      {model.champion?.published_at && !isWaiting ? (
        <span>
          {t('insight_models.since')} <Instant at={model.champion.published_at} relative />
        </span>
      ) : null}
    </span>
  )
}
