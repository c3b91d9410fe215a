import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Feature, type FeatureValue, useReportingCurrency } from '@/lib/features'
import { countText, dateText, moneyText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useBookingWords } from './BookingWords'

const themes = ['records', 'bookings', 'money', 'rhythm', 'channels', 'trips', 'companions', 'people_booked', 'segments', 'places', 'visits', 'contacts', 'reviews'] as const
const units = { count: 'count', people: 'people', records: 'records', places: 'places', days: 'days', months: 'months', nights: 'nights', times: 'times', '0 to 5': 'stars' } as const
/** Amounts that are of something smaller than a booking. */
const per = { night_minor_mean: 'perNight', segment_minor_mean: 'perSegment' } as const

export function isMoney(feature: Feature): boolean {
  return /(^|_)minor(_|$)/.test(feature.name)
}

/** Three figures are as many as a person compares. */
function realText(value: number): string {
  const size = Math.abs(value)
  return countText(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)))
}

function shareText(value: number): string {
  return percentText(value, value > 0 && value < 0.1 ? 1 : 0)
}

/** Returns words for features: a value with its unit, the unit alone, a theme. */
export function useFeatureWords() {
  const { t } = useTranslation()
  const said = useSaid()
  const currency = useReportingCurrency()
  const { channel } = useBookingWords()
  return useMemo(() => {
    const unitOf = (feature: Feature) => Object.entries(units).find(([name]) => name === feature.unit.en)?.[1]
    function amount(feature: Feature, value: number): string {
      const money = moneyText(Math.round(value), currency, true)
      const name = feature.name in per ? per[feature.name as keyof typeof per] : null
      return name ? t(`insight.${name}`, { money }) : money
    }
    function counted(feature: Feature, value: number): string {
      if (isMoney(feature)) return amount(feature, value)
      if (feature.kind === 'share') return shareText(value)
      const unit = unitOf(feature)
      return unit ? t(`insight.of.${unit}`, { count: value, value: realText(value) }) : realText(value)
    }
    function value(feature: Feature, given: FeatureValue): string {
      if (given === null) return said(feature.null)
      if (typeof given === 'boolean') return given ? t('words.yes') : t('words.no')
      if (typeof given === 'number') return counted(feature, given)
      if (feature.name === 'channel_top') return channel(given)
      return feature.kind === 'date' ? dateText(given) : given
    }
    function unit(feature: Feature): string {
      if (isMoney(feature)) return feature.name in per ? t(`insight.${per[feature.name as keyof typeof per]}`, { money: currency }) : currency
      if (feature.kind === 'share') return '%'
      if (feature.kind === 'date' || feature.kind === 'flag' || feature.kind === 'text') return t(`insight.kind.${feature.kind}`)
      return said(feature.unit)
    }
    function theme(name: string): string {
      const known = themes.find((one) => one === name)
      return known ? t(`insight.theme.${known}`) : name
    }
    return { value, unit, theme }
  }, [t, said, currency, channel])
}
