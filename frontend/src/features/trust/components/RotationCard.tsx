import { App, Button } from 'antd'
import { Fragment, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { type GoingRotation, isGoingOn, type Rotation, useCancelRotation, useResumeRotation } from '../api/encryption'
import css from './Encryption.module.css'

const TICK_MS = 1000
const named = [
  'connect_guestrecord',
  'connect_quarantinedrow',
  'connect_source',
  'connect_upload',
  'uploads',
  'trust_sealcheck',
  'trust_auditkey',
  'trust_factorsecret',
  'trust_subjectrequest',
  'trust_requeststep',
  'trust_export',
  'exports',
  'packages',
] as const

/** The newest change of keys: how far it is while it goes on, or what kept it from ending. */
export function RotationCard({ rotation }: { rotation: Rotation }) {
  if (isGoingOn(rotation)) return <Live rotation={rotation} />
  if (rotation.state === 'failed' || rotation.state === 'cancelled') return <Stopped rotation={rotation} />
  return null
}

function Live({ rotation }: { rotation: GoingRotation }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const cancel = useCancelRotation(rotation.id)
  const now = useNow()
  const label = t(`trust_encryption.live.${rotation.state}`)
  async function ask(): Promise<void> {
    const question = { title: t('trust_encryption.cancelTitle'), what: t('trust_encryption.cancelWhat'), action: t('trust_encryption.cancelNow'), danger: true }
    if (await confirm(question)) cancel.mutate()
  }
  return (
    <Card>
      <JobProgress
        label={label}
        rows={rotation.done}
        share={rotation.total > 0 ? Math.min(1, rotation.done / rotation.total) : rotation.state === 'waiting' ? 0 : 1}
        startedAt={rotation.started_at}
        now={now}
        onCancel={() => void ask()}
        cancelling={cancel.isPending}
      />
      <Parts rotation={rotation} />
    </Card>
  )
}

function Parts({ rotation }: { rotation: Rotation }) {
  const { t } = useTranslation()
  const shown = rotation.parts.filter((part) => part.total > 0)
  if (shown.length === 0) return null
  return (
    <div className={css.parts}>
      {shown.map((part) => {
        const known = named.find((one) => one === part.name.replace('/', ''))
        return (
          <Fragment key={part.name}>
            <span>{known ? t(`trust_encryption.part.${known}`) : part.name}</span>
            <span className={css.figure}>
              {countText(Math.min(part.done, part.total))} / {countText(part.total)}
            </span>
          </Fragment>
        )
      })}
    </div>
  )
}

function Stopped({ rotation }: { rotation: Rotation }) {
  const { t } = useTranslation()
  const said = useSaid()
  const sentence = useSentence()
  const { message } = App.useApp()
  const resume = useResumeRotation(rotation.id)
  const isFailed = rotation.state === 'failed'
  return (
    <Card
      tone={isFailed ? 'trouble' : 'attention'}
      title={t(isFailed ? 'trust_encryption.failedTitle' : 'trust_encryption.cancelledTitle')}
      aside={
        <Button loading={resume.isPending} onClick={() => resume.mutate(undefined, { onError: (error) => void message.error(sentence(error)) })}>
          {t('trust_encryption.resume')}
        </Button>
      }
    >
      <p role="status">{isFailed ? said(rotation.message) : t('trust_encryption.cancelledWords')}</p>
    </Card>
  )
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
