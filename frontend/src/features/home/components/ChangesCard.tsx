import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { addressOf } from '@/lib/doors'
import { countText, roundMoneyText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Glance, StageNow } from '../api/home'
import css from './Changes.module.css'

/** Stages that a company wants to have many guests in, and few. */
const good = new Set(['new', 'growing', 'loyal', 'won_back'])
const ANY = 'any'

/** How guests moved between stages, and what is at stake. */
export function ChangesCard({ glance }: { glance: UseQueryResult<Glance> }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  if (glance.isPending) return <CardSkeleton lines={8} />
  if (glance.isError) {
    return (
      <Card title={t('home.changes')}>
        <ErrorState error={glance.error} onRetry={() => void glance.refetch()} />
      </Card>
    )
  }
  const { as_of, stages } = glance.data
  return (
    <Card title={t('home.changes')} aside={as_of ? t('home.changesAside', { at: instant(as_of) }) : null}>
      {stages.length === 0 ? <p className="muted">{t('home.noChanges')}</p> : <Told glance={glance.data} />}
    </Card>
  )
}

function Told({ glance }: { glance: Glance }) {
  const { t } = useTranslation()
  const at = (stage: string) => glance.stages.find((one) => one.stage === stage)
  const moved = (stage: string) => ({ to: '/insight', search: { tab: 'lifecycle', moved: `${glance.month}.${ANY}.${stage}` } })
  return (
    <>
      <ul className={css.facts}>
        <Fact label={t('home.atRisk')} value={countText(at('at_risk')?.came ?? 0)} door={moved('at_risk')} isBad />
        <Fact label={t('home.wonBack')} value={countText(at('won_back')?.came ?? 0)} door={moved('won_back')} />
        {glance.at_stake ? <Fact label={t('home.atStake', { count: glance.at_stake.guests, guests: countText(glance.at_stake.guests) })} value={roundMoneyText(glance.at_stake.minor, glance.at_stake.currency)} door={addressOf(glance.at_stake.door)} isBad /> : null}
      </ul>
      <ul className={css.stages}>
        {glance.stages.map((stage) => (
          <Stage key={stage.stage} stage={stage} />
        ))}
      </ul>
    </>
  )
}

function Fact({ label, value, door, isBad = false }: { label: string; value: string; door: { to: string; search: Record<string, string> }; isBad?: boolean }) {
  return (
    <li>
      <Link {...door} className={css.fact} data-bad={isBad || undefined}>
        <b>{value}</b>
        <span>{label}</span>
      </Link>
    </li>
  )
}

function Stage({ stage }: { stage: StageNow }) {
  const said = useSaid()
  const change = stage.before === null ? null : stage.guests - stage.before
  const tone = !change ? undefined : change > 0 === good.has(stage.stage) ? 'good' : 'bad'
  return (
    <li>
      <Link {...addressOf(stage.door)} className={css.stage}>
        <span>{said(stage.name)}</span>
        <b>{countText(stage.guests)}</b>
        <span className={css.change} data-tone={tone}>
          {change === null ? '' : change === 0 ? '0' : `${change > 0 ? '+' : '−'}${countText(Math.abs(change))}`}
        </span>
      </Link>
    </li>
  )
}
