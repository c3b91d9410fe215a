import { digitsOf } from '@/lib/format'
import type { NewPartnerRates, Partner, PartnerRate, PartnerRatesVersion } from '../../api/partners'

const THOUSAND = 1000
const MILLION = 1_000_000

/** One rate as a person writes it: money in whole units of the currency. */
export interface RateValues {
  on: boolean
  unit: PartnerRate['unit']
  points: number
  per: number
  price: number
}

export interface RatesValues {
  earn: RateValues
  burn: RateValues
  line_points_max: number
  hold_hours: number
  exchange: number
  valid_from: string
  valid_until?: string | null
}

/** Returns what the form holds at first: the newest rates, or empty ones to fill in. */
export function valuesOfRates(newest: PartnerRatesVersion | undefined, partner: Partner, today: string): RatesValues {
  const unit = 10 ** digitsOf(partner.currency)
  const of = (rate: PartnerRate | null | undefined, first: RateValues): RateValues =>
    rate ? { on: true, unit: rate.unit, points: rate.points, per: rate.unit === 'money' ? rate.per / unit : rate.per, price: rate.price_per_1000 / unit } : { ...first, on: newest === undefined && first.on }
  const rates = newest?.rates
  return {
    earn: of(rates?.earn, { on: true, unit: 'money', points: 1, per: 20, price: 15 }),
    burn: of(rates?.burn, { on: false, unit: 'money', points: THOUSAND, per: 10, price: 8 }),
    line_points_max: rates?.line_points_max ?? MILLION,
    hold_hours: rates?.hold_hours ?? 48,
    exchange: (rates?.exchange_millionths ?? MILLION) / MILLION,
    valid_from: today,
    valid_until: null,
  }
}

/** Returns what is kept of the form, money in minor units. */
export function ratesOf(values: RatesValues, currency: string): NewPartnerRates {
  const unit = 10 ** digitsOf(currency)
  const of = (rate: RateValues): PartnerRate | null => (rate.on ? { unit: rate.unit, points: rate.points, per: Math.round(rate.unit === 'money' ? rate.per * unit : rate.per), price_per_1000: Math.round(rate.price * unit) } : null)
  return {
    rates: { earn: of(values.earn), burn: of(values.burn), line_points_max: values.line_points_max, hold_hours: values.hold_hours, exchange_millionths: Math.round(values.exchange * MILLION) },
    valid_from: values.valid_from,
    valid_until: values.valid_until === '' ? null : (values.valid_until ?? null),
  }
}
