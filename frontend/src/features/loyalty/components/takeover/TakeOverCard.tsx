import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { Instant } from '@/ui/Money'
import { Status } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { isUnderWay, type TakeOver, useCarryOut, useStop } from '../../api/takeOver'
import { Reasons } from './Reasons'
import { StatementTable } from './StatementTable'
import css from './TakeOver.module.css'
import { stateOf, toneOf, wholeText } from './words'

/** The newest take-over: while it runs how far it is, then what it found or brought, and the next step. */
export function TakeOverCard({ found }: { found: TakeOver }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (isUnderWay(found)) {
    return (
      <Card title={t(found.is_ordered ? 'loyalty_takeover.bringing' : 'loyalty_takeover.checking')}>
        <Running found={found} />
      </Card>
    )
  }
  const statement = found.statement
  const state = stateOf(found)
  return (
    <Card title={t(`loyalty_takeover.states.${state}`)} aside={<Status tone={toneOf(found)}>{dateText(found.as_of)}</Status>}>
      <p className="muted small">
        {found.members_file} · {found.balances_file} · <Instant at={found.ended_at ?? found.ordered_at} />
      </p>
      {found.message ? <Status tone="cinnabar">{said(found.message)}</Status> : null}
      {found.state === 'cancelled' ? <p>{t(found.is_ordered ? 'loyalty_takeover.stoppedWords' : 'loyalty_takeover.checkStopped')}</p> : null}
      {statement ? (
        <>
          <p>
            {t(state === 'done' ? 'loyalty_takeover.brought' : 'loyalty_takeover.wouldBring', {
              members: countText(statement.members.brought),
              points: wholeText(pointsOf(found)),
              faults: countText(statement.members.refused + statement.balances.refused),
            })}
          </p>
          <StatementTable found={found} statement={statement} />
          <Reasons found={found} />
        </>
      ) : null}
      <NextStep found={found} />
    </Card>
  )
}

function pointsOf(found: TakeOver): number {
  return Object.values(found.statement?.points ?? {}).reduce((sum, one) => sum + one.brought_cents, 0)
}

function NextStep({ found }: { found: TakeOver }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const carryOut = useCarryOut()
  const saved = useSaved()
  const mayBegin = stateOf(found) === 'checked' || (found.is_ordered && (found.state === 'cancelled' || found.state === 'failed'))
  if (!mayBegin) return null
  const members = countText(found.statement?.members.brought ?? 0)
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_takeover.carryOut'), what: t('loyalty_takeover.carryOutWhat', { members, day: dateText(found.as_of) }), action: t('loyalty_takeover.carryOut') })) {
      carryOut.mutate(found.id, saved(t('loyalty_takeover.ordered')))
    }
  }
  return (
    <div className={css.buttons}>
      <Button type="primary" loading={carryOut.isPending} onClick={() => void ask()}>
        {t(found.is_ordered ? 'loyalty_takeover.goOn' : 'loyalty_takeover.carryOut')}
      </Button>
    </div>
  )
}

function Running({ found }: { found: TakeOver }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  const stop = useStop()
  const saved = useSaved()
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  return (
    <JobProgress
      label={t(`loyalty_takeover.phases.${found.phase}`)}
      rows={found.done}
      share={found.total > 0 ? found.done / found.total : null}
      startedAt={found.ordered_at}
      now={now}
      onCancel={() => stop.mutate(found.id, saved(t('loyalty_takeover.stopping')))}
      cancelling={stop.isPending}
    />
  )
}
