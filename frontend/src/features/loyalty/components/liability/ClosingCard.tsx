import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { JobProgress } from '@/ui/JobProgress'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { Status } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Closing, isUnderWay, type Liability, useCancelClosing, useCloseMonth } from '../../api/liability'
import { AccountingDrawer } from './AccountingDrawer'

/** Which month is closed last, which is next, and closing it. */
export function ClosingCard({ liability }: { liability: Liability }) {
  const { t } = useTranslation()
  const said = useSaid()
  const may = useMayForCompany('manage_loyalty')
  const [isOpen, setOpen] = useState(false)
  const last = liability.closings.find((one) => one.state === 'done')
  const newest = [...liability.closings].sort((one, other) => other.ordered_at.localeCompare(one.ordered_at))[0]
  const running = liability.closings.find(isUnderWay)
  const rules = (
    <Button type="link" size="small" onClick={() => setOpen(true)}>
      {t('loyalty_liability.rules')}
    </Button>
  )
  return (
    <Card title={t('loyalty_liability.closing')} aside={may ? rules : null}>
      <p>{last ? t('loyalty_liability.closedUntil', { month: last.month.slice(0, 7) }) : t('loyalty_liability.neverClosed')}</p>
      {last ? (
        <p className="muted">
          <Instant at={last.ended_at} />
        </p>
      ) : null}
      {newest?.state === 'failed' ? <Status tone="cinnabar">{said(newest.message)}</Status> : null}
      {running ? <Running closing={running} may={may} /> : null}
      {may && !running && liability.next_month ? <CloseButton programmeId={liability.programme_id} month={liability.next_month.slice(0, 7)} /> : null}
      {!running && !liability.next_month ? <Note>{t('loyalty_liability.nothingToClose')}</Note> : null}
      {isOpen ? <AccountingDrawer liability={liability} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

function Running({ closing, may }: { closing: Closing; may: boolean }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  const cancel = useCancelClosing()
  const saved = useSaved()
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  const stop = () => cancel.mutate(closing.id, saved(t('loyalty_liability.stopped')))
  return (
    <JobProgress
      label={t('loyalty_liability.closingNow', { month: closing.month.slice(0, 7) })}
      rows={null}
      share={closing.step / (closing.steps + 1)}
      startedAt={closing.ordered_at}
      now={now}
      onCancel={may ? stop : undefined}
      cancelling={closing.cancel_asked || cancel.isPending}
    />
  )
}

function CloseButton({ programmeId, month }: { programmeId: string; month: string }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const close = useCloseMonth(programmeId)
  const saved = useSaved()
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_liability.close', { month }), what: t('loyalty_liability.closeWhat', { month }), action: t('loyalty_liability.close', { month }) })) {
      close.mutate(month, saved(t('loyalty_liability.ordered', { month })))
    }
  }
  return (
    <Button type="primary" loading={close.isPending} onClick={() => void ask()}>
      {t('loyalty_liability.close', { month })}
    </Button>
  )
}
