import { useMemo } from 'react'
import { digitsOf, moneyText } from '@/lib/format'
import { useLanguage } from '@/lib/i18n'
import type { Measure } from '../api/demand'

/** Returns how figures of a measure are written: whole numbers, money without fractions; `short` with three figures for axes and cards. */
export function useFigures(measure: Measure, currency: string) {
  const language = useLanguage()
  return useMemo(() => {
    const isMoney = measure === 'revenue'
    const unit = 10 ** digitsOf(currency)
    const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
    const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 })
    const mark = moneyText(0, currency, true).replace('0', '')
    const whole = (value: number) => (isMoney ? moneyText(value, currency, true) : plain.format(Math.abs(value) >= 10 ? Math.round(value) : value))
    const short = (value: number) => (isMoney ? `${mark}${compact.format(value / unit)}` : value >= 10_000 ? compact.format(value) : plain.format(Math.abs(value) >= 10 ? Math.round(value) : value))
    return { whole, short }
  }, [measure, currency, language])
}

export type Figures = ReturnType<typeof useFigures>
