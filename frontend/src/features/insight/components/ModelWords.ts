import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { Interval, Measure, Subject } from '../api/models'

const WHOLE_FROM = 1000
const stages = ['links', 'reading', 'judging', 'fitting', 'writing', 'drift'] as const
/** What models call it where they read. */
const readings = new Set(['bookings', 'guests', 'features', 'windows'])
const axis = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const traits = ['age', 'sex', 'region', 'property'] as const

/** Returns a measure with three digits that count: 0.862, 12.4, 1,608; as many decimals as `like` would have. */
export function figureText(value: number, like = value): string {
  if (value === 0 && like === value) return '0'
  if (Math.abs(like) >= WHOLE_FROM) return countText(Math.round(value))
  const size = Math.abs(like)
  const text = value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
  return text.replace('-', '−')
}

/** Returns a round number of an axis: 50, 12.5, 1,500. */
export function axisText(value: number): string {
  return axis.format(value).replace('-', '−')
}

/** Returns `0.862 [0.850, 0.874]`. */
export function intervalText({ value, low, high }: Interval): string {
  return `${figureText(value)} [${figureText(low, value)}, ${figureText(high, value)}]`
}

/** How the register speaks of models. */
export function useModelWords() {
  const { t } = useTranslation()
  const said = useSaid()
  return useMemo(() => {
    /** By how much a model beats the simple way, and how sure that is. */
    function gain({ label, gain: by, ours }: Measure): string {
      if (!by) return t('insight_models.alone', { measure: said(label), value: intervalText(ours) })
      if (by.high <= 0) return t('insight_models.worse', { measure: said(label), by: figureText(-by.value), low: figureText(-by.high, by.value), high: figureText(-by.low, by.value) })
      const shown = { measure: said(label), by: figureText(by.value), low: figureText(by.low, by.value), high: figureText(by.high, by.value) }
      return by.low > 0 ? t('insight_models.better', shown) : t('insight_models.unsure', shown)
    }
    function stage(name: string): string {
      const [first = ''] = name.split(' ')
      const known = readings.has(first) ? 'reading' : first.endsWith('_scores') ? 'writing' : stages.find((one) => one === first)
      return known ? t(`insight_models.stage.${known}`) : t('insight_models.stage.other')
    }
    function trait(name: string): string {
      const known = traits.find((one) => one === name)
      return known ? t(`insight_models.trait.${known}`) : name
    }
    /** So many rows a model learned from, or was judged on, called what they are. */
    function rows(subject: Subject, window: 'fitted' | 'judged', count: number): string {
      const counted = { count, rows: countText(count) }
      if (subject === 'day' && window === 'judged') return t('insight_models.forecasts', counted)
      return subject === 'guest' ? t('insight_models.rows', counted) : t('insight_models.bookings', counted)
    }
    return { gain, stage, trait, rows }
  }, [t, said])
}
