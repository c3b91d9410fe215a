import { Button, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { JobProgress } from '@/ui/JobProgress'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { Status } from '@/ui/StatusTag'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { isUnderWay, type RuleAsked, type Simulation, useCancelSimulation, useOrderSimulation, useSimulation } from '../api/simulations'
import { SimulationResult } from './SimulationResult'
import css from './Rules.module.css'

const spans = [3, 6, 12, 24] as const

interface Props {
  programme: Programme
  /** The rule that stands in the form before it was changed: its last simulation is shown again. */
  code: string | undefined
  /** The form was changed since the last try: what was found belongs to other figures. */
  isStale: boolean
  asked: () => Promise<RuleAsked>
  onTried: () => void
}

/** Trying the rule over the last months, with what came out of it. It goes on when the drawer is closed, and is found again. */
export function SimulationPart({ programme, code, isStale, asked, onTried }: Props) {
  const { t } = useTranslation()
  const [months, setMonths] = useState<(typeof spans)[number]>(12)
  const [tried, setTried] = useState(code)
  const found = useSimulation(programme.id, tried)
  const order = useOrderSimulation(programme.id)
  const { onError } = useSaved()('')
  function run(): void {
    void asked().then(
      (one) =>
        order.mutate(
          { rules: [one], without: [], months },
          {
            onError,
            onSuccess: () => {
              setTried(one.code)
              onTried()
            },
          },
        ),
      () => undefined,
    )
  }
  const simulation = isStale ? null : found.data
  return (
    <section className={css.tries} aria-label={t('loyalty_rules.try')}>
      <div className={css.triesHead}>
        <h3>{t('loyalty_rules.try')}</h3>
        <span className={css.triesTools}>
          <Segmented size="small" value={months} onChange={setMonths} options={spans.map((value) => ({ value, label: t('loyalty_rules.months', { count: value }) }))} />
          <Button loading={order.isPending || isUnderWay(simulation)} onClick={run}>
            {t('loyalty_rules.simulate')}
          </Button>
        </span>
      </div>
      {simulation ? <Tried programme={programme} simulation={simulation} /> : <Note>{t('loyalty_rules.tryNote')}</Note>}
    </section>
  )
}

function Tried({ programme, simulation }: { programme: Programme; simulation: Simulation }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (isUnderWay(simulation)) return <Running simulation={simulation} />
  if (simulation.state === 'cancelled') return <Note>{t('loyalty_rules.tryCancelled')}</Note>
  if (simulation.state === 'failed' || !simulation.result) return <Status tone="cinnabar">{said(simulation.message)}</Status>
  return (
    <>
      <p className="muted">
        {t('loyalty_rules.triedOver', { count: simulation.months })} <Instant at={simulation.as_of} />
      </p>
      <SimulationResult programme={programme} result={simulation.result} />
    </>
  )
}

function Running({ simulation }: { simulation: Simulation }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  const cancel = useCancelSimulation()
  const saved = useSaved()
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(clock)
  }, [])
  return (
    <JobProgress
      label={t('loyalty_rules.trying')}
      rows={simulation.purchases}
      share={null}
      startedAt={simulation.as_of}
      now={now}
      onCancel={() => cancel.mutate(simulation.id, saved(t('loyalty_rules.tryCancelled')))}
      cancelling={cancel.isPending}
    />
  )
}
