import { Link } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { FormDrawer } from '@/ui/FormDrawer'
import { Icon } from '@/ui/Icon'
import { Buttons, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, useSentence } from '@/ui/States'
import { isOpen, type ModelOverview, type VersionLine, useMayManage, useModelRuns, useModels, usePublish, useRollBack, useTrain, useVersions } from '../api/models'
import { hasDrifted } from './DriftLight'
import { ModelRuns } from './ModelRuns'
import css from './Models.module.css'
import { ModelVersions } from './ModelVersions'
import { useModelWords } from './ModelWords'
import { VersionCards } from './VersionCards'

/** One question: who answers it, what waits for a decision, and one version whole. */
export function ModelPanel({ name }: { name: string }) {
  const { t } = useTranslation()
  const models = useModels()
  const versions = useVersions(name)
  if (models.isPending || versions.isPending) return <CardSkeleton lines={10} />
  if (models.isError) return <ErrorState error={models.error} onRetry={() => void models.refetch()} />
  if (versions.isError) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  const model = models.data.find((one) => one.name === name)
  if (!model) return <EmptyState title={t('insight_models.none')} />
  return <Told model={model} versions={versions.data} />
}

function Told({ model, versions }: { model: ModelOverview; versions: readonly VersionLine[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search] = useAddress()
  const runs = useModelRuns()
  const may = useMayManage()
  const open = runs.data?.filter((run) => isOpen(run) && run.kind === model.name) ?? []
  const shown = versions.find((one) => one.id === search.version) ?? model.champion ?? model.challenger ?? versions[0]
  return (
    <div className={css.stack}>
      <Link to="/insight" search={{ tab: 'models' }} className={css.back}>
        <Icon name="left" size={12} /> {t('insight_models.back')}
      </Link>
      <Card title={said(model.label)} aside={may ? <Acts model={model} versions={versions} waits={open.length > 0} /> : null}>
        <p className={css.lead}>{said(model.question)}</p>
        <Note>{t('insight_models.needs', { what: said(model.needs) })}</Note>
        <ModelRuns runs={open} may={may} />
        {model.message && open.length === 0 && model.state !== 'in_use' ? <p className={css.refused}>{said(model.message)}</p> : null}
      </Card>
      {model.challenger ? <Challenger line={model.challenger} champion={model.champion} isDrifted={hasDrifted(model)} may={may} /> : null}
      {shown ? (
        <>
          <VersionCards id={shown.id} subject={model.subject} />
          <ModelVersions versions={versions} shown={shown.id} />
        </>
      ) : (
        <Card>
          <EmptyState icon="clock" title={t('insight_models.noVersion')}>
            {may ? t('insight_models.noVersionWords') : t('insight_models.noVersionWait')}
          </EmptyState>
        </Card>
      )}
    </div>
  )
}

function Acts({ model, versions, waits }: { model: ModelOverview; versions: readonly VersionLine[]; waits: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const train = useTrain()
  const back = useRollBack(model.name)
  const [isOpenBack, setBack] = useState(false)
  const hasBefore = model.champion !== null && versions.some((one) => one.state === 'retired' && one.published_at !== null)
  return (
    <Buttons>
      {hasBefore ? <Button onClick={() => setBack(true)}>{t('insight_models.rollBack')}</Button> : null}
      <Button disabled={waits} loading={train.isPending} onClick={() => train.mutate([model.name], { onError: (fault) => void message.error(sentence(fault)) })}>
        {t('insight_models.train')}
      </Button>
      {isOpenBack ? (
        <ReasonDrawer
          title={t('insight_models.rollBackTitle')}
          words={t('insight_models.rollBackWords')}
          action={t('insight_models.rollBack')}
          isNeeded
          saving={back.isPending}
          onClose={() => setBack(false)}
          onSay={(reason) => back.mutate(reason, { onSuccess: () => setBack(false), onError: (fault) => void message.error(sentence(fault)) })}
        />
      ) : null}
    </Buttons>
  )
}

/** A better version that waits for a person's yes. */
function Challenger({ line, champion, isDrifted, may }: { line: VersionLine; champion: VersionLine | null; isDrifted: boolean; may: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const words = useModelWords()
  const publish = usePublish(line.id)
  const [isOpenDrawer, setOpen] = useState(false)
  const title = t('insight_models.publishTitle', { number: line.number })
  return (
    <Card
      tone="attention"
      title={t('insight_models.offered', { number: line.number })}
      aside={
        may ? (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('insight_models.publish')}
          </Button>
        ) : null
      }
    >
      {isDrifted ? <p>{t(may ? 'insight_models.offeredDrifted' : 'insight_models.offeredDriftedAsk')}</p> : null}
      <p>{t('insight_models.offeredWords', { gain: words.gain(line.measure) })}</p>
      {champion ? <p className="muted">{t('insight_models.offeredAgainst', { number: champion.number, gain: words.gain(champion.measure) })}</p> : null}
      {isOpenDrawer ? (
        <ReasonDrawer
          title={title}
          words={t('insight_models.publishWords')}
          action={t('insight_models.publish')}
          saving={publish.isPending}
          onClose={() => setOpen(false)}
          onSay={(reason) => publish.mutate(reason, { onSuccess: () => setOpen(false), onError: (fault) => void message.error(sentence(fault)) })}
        />
      ) : null}
    </Card>
  )
}

interface Asked {
  title: string
  words: string
  action: string
  isNeeded?: boolean
  saving: boolean
  onClose: () => void
  onSay: (reason: string) => void
}

function ReasonDrawer({ title, words, action, isNeeded = false, saving, onClose, onSay }: Asked) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  return (
    <FormDrawer open title={title} saveLabel={action} saving={saving} changed={reason !== ''} incomplete={isNeeded && reason.trim() === ''} onClose={onClose} onSave={() => onSay(reason.trim())}>
      <Note>{words}</Note>
      <Input.TextArea rows={4} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} aria-label={t('insight_models.reason')} placeholder={t('insight_models.reason')} />
    </FormDrawer>
  )
}
