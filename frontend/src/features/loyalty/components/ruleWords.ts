import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText } from '@/lib/format'
import { useListed } from '@/lib/i18n'
import { useTierNames } from '@/lib/tiers'
import { useBookingWords } from '@/ui/BookingWords'
import { dayBefore, useLoyaltyWords } from '@/ui/LoyaltyWords'
import type { Programme } from '../api/programmes'
import type { Conditions, EarningRule, RuleInForce } from '../api/rules'
import { festivals } from './ruleValues'

const conditions = ['lines', 'properties', 'products', 'channels', 'cabins', 'tiers', 'tags', 'festivals', 'months', 'weekdays'] as const

/** Returns a number of points from thousandths, as short as it is exact. */
function points(milli: number): string {
  return countText(milli / 1000)
}

/** Rules in plain words. */
export function useRuleWords(programme: Programme) {
  const { t } = useTranslation()
  const listed = useListed()
  const { kind } = useLoyaltyWords(programme)
  const { when, which } = useConditionWords(programme)
  /** Returns `每消费 ¥1 得 10 积分`. */
  function rate(rule: EarningRule): string {
    const values = { points: points(rule.points_milli), kind: kind(rule.kind) }
    if (rule.basis === 'spend') return t('loyalty_rules.rate.spend', { ...values, per: moneyText(rule.per, programme.currency) })
    if (rule.basis === 'base') return t('loyalty_rules.rate.base', { share: `${countText(rule.points_milli / (10 * rule.per))}%`, kind: values.kind })
    if (rule.basis === 'action') return t('loyalty_rules.rate.action', { ...values, actions: listed((rule.when.actions).map((one) => t(`loyalty_rules.actions.${one}`))) })
    return t(`loyalty_rules.rate.${rule.basis}`, { ...values, per: rule.per === 1 ? '' : ` ${countText(rule.per)} ` })
  }
  /** Returns everything that matters beside the rate, each as a short sentence. */
  function more(rule: EarningRule): string[] {
    return [
      ...when(rule.when),
      ...rule.multipliers.map((one) => t('loyalty_rules.multiplied', { what: which(one.when), percent: one.percent })),
      ...rule.cabins.map((one) => t('loyalty_rules.cabinShare', { cabin: one.cabin, percent: one.percent })),
      rule.whole_units ? t('loyalty_rules.whole') : '',
      rule.earner === 'traveller' ? '' : t(`loyalty_rules.${rule.earner}`),
      rule.caps.per_stay === null ? '' : t('loyalty_rules.capStay', { points: countText(rule.caps.per_stay) }),
      rule.caps.per_month === null ? '' : t('loyalty_rules.capMonth', { points: countText(rule.caps.per_month) }),
      rule.group ? t('loyalty_rules.inGroup', { group: rule.group, rank: rule.rank }) : '',
    ].filter(Boolean)
  }
  /** Returns from when until when a version holds; the day told is its last. */
  function days(one: RuleInForce): string {
    if (one.valid_until === null) return t('loyalty_rules.from', { from: dateText(one.valid_from) })
    return one.valid_until <= one.valid_from ? t('loyalty_rules.endedOn', { on: dateText(one.valid_until) }) : t('loyalty_rules.between', { from: dateText(one.valid_from), until: dateText(dayBefore(one.valid_until)) })
  }
  return { rate, more, days }
}

function useConditionWords(programme: Programme) {
  const { t } = useTranslation()
  const listed = useListed()
  const names = useTierNames(programme.id)
  const { line, channel } = useBookingWords()
  const festival = (value: string) => {
    const known = festivals.find((one) => one === value)
    return known ? t(`loyalty_rules.festivals.${known}`) : value
  }
  const spans = (days: Conditions['days']) => listed(days.map((one) => `${dateText(one.first_on)} → ${dateText(one.last_on)}`))
  const valuesOf = (asked: Conditions) => ({
    lines: asked.lines.map(line),
    properties: asked.properties,
    products: asked.products,
    channels: asked.channels.map(channel),
    cabins: asked.cabins,
    tiers: asked.tiers.map(names),
    tags: asked.tags,
    festivals: asked.festivals.map(festival),
    months: asked.months.map((one) => t('loyalty_rules.monthNamed', { month: one })),
    weekdays: asked.weekdays.map((one) => t(`loyalty_rules.weekday.${one as 0 | 1 | 2 | 3 | 4 | 5 | 6}`)),
  })
  /** Returns each condition as a short sentence. */
  function when(asked: Conditions): string[] {
    const values = valuesOf(asked)
    const said = conditions.filter((name) => values[name].length > 0).map((name) => t(`loyalty_rules.only.${name}`, { values: listed(values[name]) }))
    const days = asked.days.length > 0 ? [t('loyalty_rules.only.days', { values: spans(asked.days) })] : []
    const booked = asked.booked.length > 0 ? [t('loyalty_rules.only.booked', { values: spans(asked.booked) })] : []
    return [...said, ...days, ...booked]
  }
  /** Returns what a multiplier is for: the values alone. */
  const which = (asked: Conditions) => listed(Object.values(valuesOf(asked)).flat())
  return { when, which }
}

export type RuleStatus = 'in_force' | 'coming' | 'ended'

/** Returns how a version stands today. */
export function statusOf(one: RuleInForce): RuleStatus {
  const today = new Date().toLocaleDateString('sv')
  if (one.valid_until !== null && one.valid_until <= today) return 'ended'
  return one.valid_from > today ? 'coming' : 'in_force'
}
