import { useTranslation } from 'react-i18next'
import { dateText, moneyText, percentText } from '@/lib/format'
import type { Policy, PolicyStamp } from '../api/policies'

/** Returns a function that says a policy in sentences. */
export function usePolicySentences(currency: string): (policy: Policy) => string[] {
  const { t } = useTranslation()
  const money = (minor: number) => moneyText(minor, currency, true)
  return (policy) => {
    switch (policy.kind) {
      case 'rfm':
        return [
          t('insight_policies.rfm.recency', { bounds: policy.recency_days_most.join(' / ') }),
          t('insight_policies.rfm.frequency', { bounds: policy.frequency_least.join(' / ') }),
          t('insight_policies.rfm.money', { bounds: policy.money_minor_least.map(money).join(' / ') }),
        ]
      case 'lifecycle':
        return [
          t('insight_policies.lifecycle.silence', {
            risk: policy.at_risk_halves / 2,
            sleeping: policy.sleeping_halves / 2,
            lost: policy.lost_halves / 2,
            sleepingDays: policy.sleeping_days_min,
            lostDays: policy.lost_days_min,
          }),
          t('insight_policies.lifecycle.rhythm', { least: policy.rhythm_days_min, most: policy.rhythm_days_max, usual: policy.typical_days }),
          t('insight_policies.lifecycle.loyal', { days: policy.loyal_days }),
        ]
      case 'value':
        return policy.scale === 'shares'
          ? [t('insight_policies.value.shares', { high: percentText(policy.high_share, 0), middle: percentText(policy.middle_share, 0) })]
          : [t('insight_policies.value.bounds', { high: money(policy.high_minor_least), middle: money(policy.middle_minor_least) })]
      case 'reporting':
        return [t('insight_policies.reporting.currency', { currency: policy.currency })]
      case 'leaving':
        return [t('insight_policies.leaving.horizon', { days: policy.horizon_days })]
    }
  }
}

/** Returns a function that says which version of a policy a number follows. */
export function useByRules(): (stamp: PolicyStamp) => string {
  const { t } = useTranslation()
  return (stamp) =>
    stamp.changed_at ? t('insight_policies.byRules', { version: stamp.version, at: dateText(stamp.changed_at.slice(0, 10)) }) : t('insight_policies.byFirst')
}
