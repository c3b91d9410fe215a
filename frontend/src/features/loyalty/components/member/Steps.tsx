import { useTranslation } from 'react-i18next'
import { countText, moneyText } from '@/lib/format'
import type { LedgerEntry, Programme } from '@/lib/loyalty'
import { families, useRuleNames } from '../../api/rules'
import css from './Member.module.css'

const bases = ['spend', 'night', 'segment', 'distance', 'stay', 'action'] as const
type Values = Partial<Record<string, unknown>>

/** How a number of points came about, in the order in which it was worked out. */
export function Steps({ entry, programme }: { entry: LedgerEntry; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const say = useStep(programme?.currency ?? '')
  const names = useRuleNames(programme?.id ?? '')
  const steps = stepsOf(entry.details.steps)
  const without = Array.isArray(entry.details.without) ? (entry.details.without as Values[]) : []
  if (steps.length === 0 && without.length === 0) return null
  const { rule, version } = entry.details
  const name = names(textOf(rule))
  return (
    <section>
      <h3 className={css.head}>{t('loyalty.how', { rule: name, version: textOf(version) })}</h3>
      <ol className={css.steps}>
        {steps.map(([what, values], place) => (
          <li key={place}>{say(what, values)}</li>
        ))}
        {without.map((one, place) => (
          <li key={`w${place}`}>{t('loyalty.step.without', { rule: names(textOf(one.rule)), points: amount(one.points) })}</li>
        ))}
      </ol>
    </section>
  )
}

function useStep(currency: string): (what: string, values: Values) => string {
  const { t } = useTranslation()
  function base(values: Values): string {
    const basis = bases.find((one) => one === values.basis)
    const units = basis === 'spend' ? moneyText(Number(values.units), currency) : amount(values.units)
    return t('loyalty.step.base', { what: basis ? t(`loyalty.step.basis.${basis}`, { units }) : units, points: amount(values.points) })
  }
  return (what, values) => {
    if (what === 'base') return base(values)
    if (what === 'multiplier') {
      const family = families.find((one) => one === values.family)
      return t('loyalty.step.multiplier', { family: family ? t(`loyalty_rules.families.${family}`) : '', percent: amount(values.percent) })
    }
    if (what === 'rounded') return t('loyalty.step.rounded', { percent: amount(values.percent), points: amount(values.points) })
    if (what === 'cap_stay') return t('loyalty.step.capStay', { points: amount(values.points) })
    if (what === 'cap_month') return t('loyalty.step.capMonth', { had: amount(values.had), points: amount(values.points) })
    return what
  }
}

/** The steps as the ledger keeps them: what it was, and its figures. */
function stepsOf(kept: unknown): [string, Values][] {
  if (!Array.isArray(kept)) return []
  return kept.filter((one): one is [string, Values] => Array.isArray(one) && typeof one[0] === 'string')
}

function amount(value: unknown): string {
  return typeof value === 'number' ? countText(value) : ''
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
