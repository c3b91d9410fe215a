import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText } from '@/lib/format'
import { useTierNames } from '@/lib/tiers'
import { Note } from '@/ui/Layout'
import { useLoyaltyWords } from '@/ui/LoyaltyWords'
import { Bar } from '@/ui/Skeleton'
import type { Programme } from '../api/programmes'
import type { Difference, Simulated } from '../api/rules'
import css from './Rules.module.css'

const SimulationPlot = lazy(() => import('./SimulationPlot').then((module) => ({ default: module.SimulationPlot })))

/** What the rules would have given, beside those in force. */
export function SimulationResult({ programme, result }: { programme: Programme; result: Simulated }) {
  const { t } = useTranslation()
  const { kind } = useLoyaltyWords(programme)
  const names = useTierNames(programme.id)
  const now = result.cost_in_force
  const then = result.cost_proposed
  if (result.purchases === 0) return <Note>{t('loyalty_rules.result.nothing', { from: dateText(result.first_on), until: dateText(result.last_on) })}</Note>
  const rows: [string, readonly Difference[]][] = [
    [t('loyalty_rules.result.kinds'), result.kinds.map((one) => ({ ...one, name: kind(one.name) }))],
    [t('loyalty_rules.result.tiers'), result.tiers.map((one) => ({ ...one, name: one.name ? names(one.name) : t('loyalty_rules.result.noTier') }))],
    [t('loyalty_rules.result.rules'), result.rules],
  ]
  return (
    <div className={css.result} role="status">
      <p className={css.cost}>
        <b>{moneyText(then.minor, then.currency, true)}</b> {t('loyalty_rules.result.against', { cost: moneyText(now.minor, now.currency, true), difference: signed(moneyText(Math.abs(then.minor - now.minor), now.currency, true), then.minor - now.minor) })}
      </p>
      <p>{t('loyalty_rules.result.of', { from: dateText(result.first_on), until: dateText(result.last_on), purchases: countText(result.purchases), members: countText(result.members), gaining: countText(result.gaining), losing: countText(result.losing) })}</p>
      <Suspense fallback={<Bar width={100} height={200} />}>
        <SimulationPlot months={result.months} label={t('loyalty_rules.result.alt')} />
      </Suspense>
      {rows.map(([title, ones]) => (
        <Differences key={title} title={title} rows={ones} />
      ))}
      <Note>
        {t('loyalty_rules.result.note', { permille: countText(result.breakage_permille / 10) })}
        {result.unpriced > 0 ? t('loyalty_rules.result.unpriced', { count: result.unpriced }) : ''}
      </Note>
    </div>
  )
}

function signed(text: string, difference: number): string {
  if (difference === 0) return '±0'
  return `${difference > 0 ? '+' : '−'}${text}`
}

function Differences({ title, rows }: { title: string; rows: readonly Difference[] }) {
  const { t } = useTranslation()
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{t('loyalty_rules.result.inForce')}</th>
          <th scope="col">{t('loyalty_rules.result.proposed')}</th>
          <th scope="col">{t('loyalty_rules.result.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={one.name}>
            <th scope="row">{one.name}</th>
            <td>{countText(one.in_force)}</td>
            <td>{countText(one.proposed)}</td>
            <td>{signed(countText(Math.abs(one.proposed - one.in_force)), one.proposed - one.in_force)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
