import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { isOver, useStopVerification, useVerifications, useVerify, type Verification } from '../api/audit'
import css from './Audit.module.css'

const tones = { good: 'jade', bad: 'cinnabar', cancelled: 'grey', failed: 'cinnabar', waiting: 'amber', running: 'amber' } as const

/** Checks the whole log now, and says what the last checks found. */
export function VerifyCard() {
  const { t } = useTranslation()
  const sentence = useSentence()
  const { data = [] } = useVerifications()
  const verify = useVerify()
  const [newest] = data
  const running = newest && !isOver(newest) ? newest : null
  return (
    <Card
      title={t('trust_audit.verify')}
      tone={newest?.state === 'bad' ? 'trouble' : 'plain'}
      aside={
        <Button type="primary" disabled={running !== null} loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('trust_audit.verifyNow')}
        </Button>
      }
    >
      <div className={css.facts}>
        {verify.error ? <p role="alert">{sentence(verify.error)}</p> : null}
        {running ? <Live one={running} /> : null}
        {newest && !running ? <Result one={newest} /> : null}
        {data.length === 0 ? <p className="muted">{t('trust_audit.neverVerified')}</p> : null}
      </div>
    </Card>
  )
}

function Live({ one }: { one: Verification }) {
  const { t } = useTranslation()
  const stop = useStopVerification()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <JobProgress
      label={t(`trust_audit.state.${one.state}`)}
      rows={one.checked}
      share={one.total > 0 ? one.checked / one.total : null}
      startedAt={one.started_at}
      now={now}
      onCancel={() => stop.mutate(one.id)}
      cancelling={one.cancel_asked || stop.isPending}
    />
  )
}

function Result({ one }: { one: Verification }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <>
      <p role="status">
        <Status tone={tones[one.state]}>{t(`trust_audit.state.${one.state}`)}</Status>
      </p>
      <p className="muted small">
        {t('trust_audit.verifiedBy', { name: one.asked_by_name, entries: countText(one.total) })} <Instant at={one.ended_at} relative />
      </p>
      {one.findings.length > 0 ? (
        <ol className={css.findings}>
          {one.findings.map((finding) => (
            <li key={`${finding.code}-${finding.first_position}-${finding.entry_id}`}>{said(finding.text)}</li>
          ))}
        </ol>
      ) : null}
    </>
  )
}
