import { digitsOf } from '@/lib/format'
import type { Policy, PolicyAsked } from '../api/policies'

/** What the form of a policy holds: money in whole units, shares in percent, rhythms of silence in rhythms. */
export type Values = Record<string, number | string | readonly number[]>

type Rescaled = Extract<Policy, { kind: 'rfm' }>['money_minor_least']

export function valuesOf(policy: Policy, currency: string): Values {
  const unit = 10 ** digitsOf(currency)
  switch (policy.kind) {
    case 'rfm':
      return { ...policy, money_minor_least: policy.money_minor_least.map((one) => one / unit) }
    case 'lifecycle':
      return { ...policy, at_risk_halves: policy.at_risk_halves / 2, sleeping_halves: policy.sleeping_halves / 2, lost_halves: policy.lost_halves / 2 }
    case 'value':
      return {
        ...policy,
        high_share: Math.round(policy.high_share * 1000) / 10,
        middle_share: Math.round(policy.middle_share * 1000) / 10,
        high_minor_least: policy.high_minor_least / unit,
        middle_minor_least: policy.middle_minor_least / unit,
      }
    default:
      return { ...policy }
  }
}

/** The policy as it is sent; what the form does not show stays as it was. */
export function askedOf(policy: Policy, values: Values, currency: string): PolicyAsked {
  const unit = 10 ** digitsOf(currency)
  const minor = (value: unknown) => Math.round(Number(value) * unit)
  const whole = { ...policy, ...values }
  switch (whole.kind) {
    case 'rfm':
      return { ...whole, money_minor_least: money(whole.money_minor_least, minor) }
    case 'lifecycle':
      return { ...whole, at_risk_halves: Math.round(whole.at_risk_halves * 2), sleeping_halves: Math.round(whole.sleeping_halves * 2), lost_halves: Math.round(whole.lost_halves * 2) }
    case 'value': {
      const was = valuesOf(policy, currency)
      const shown = { ...was, ...values }
      return {
        ...whole,
        high_share: Number(shown.high_share) / 100,
        middle_share: Number(shown.middle_share) / 100,
        high_minor_least: minor(shown.high_minor_least),
        middle_minor_least: minor(shown.middle_minor_least),
      }
    }
    default:
      return whole
  }
}

function money(bounds: Rescaled, minor: (value: unknown) => number): [number, number, number, number] {
  const [a, b, c, d] = bounds.map(minor)
  return [a ?? 0, b ?? 0, c ?? 0, d ?? 0]
}
