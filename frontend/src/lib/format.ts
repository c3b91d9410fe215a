import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from './i18n'
import { spaced } from './i18n/spacing'

const DAY = 86_400_000

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** Returns `11-22` in the current year and `2026-11-22` otherwise; `iso` is a local date. */
export function dateText(iso: string, today = new Date()): string {
  const day = iso.slice(0, 10)
  return day.startsWith(`${today.getFullYear()}-`) ? day.slice(5) : day
}

/** Returns `11-12 → 11-15`, or one date where both are the same. */
export function periodText(from: string | null | undefined, until: string | null | undefined): string {
  if (!from && !until) return ''
  if (!from || !until || from === until) return dateText(from ?? until ?? '')
  return `${dateText(from)} → ${dateText(until)}`
}

export function clockText(iso: string): string {
  const at = new Date(iso)
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** Returns how many digits of a currency stand behind the point: minor units are that much smaller. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/**
 * Returns `¥1,234` or `¥1,234.50`; amounts are in minor units of the currency. Other currencies keep their own mark
 * (`JP¥`, `US$`) in both languages, so that two kinds of yuan and yen never look alike.
 */
export function moneyText(minor: number, currency: string, isRounded = false): string {
  const digits = digitsOf(currency)
  const amount = minor / 10 ** digits
  const fraction = isRounded || Number.isInteger(amount) ? 0 : digits
  const options = { minimumFractionDigits: fraction, maximumFractionDigits: fraction }
  try {
    return new Intl.NumberFormat('zh-CN', { style: 'currency', currency, ...options }).format(amount)
  } catch {
    return `${new Intl.NumberFormat('en', options).format(amount)} ${currency}`
  }
}

/** Returns an amount for a card: no more than three digits that count. */
export function roundMoneyText(minor: number, currency: string): string {
  return moneyText(Number(minor.toPrecision(3)), currency, true)
}

/** Returns the clock and date where it happens: a flight leaves at its airport's time, wherever the reader sits. */
export function placeTimeText(iso: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${dateText(`${part('year')}-${part('month')}-${part('day')}`)} ${part('hour')}:${part('minute')}`
}

/** Returns `Loyalty card no` for `loyalty_card_no` and `loyaltyCardNo`: a name from a file, as a person would write it. */
export function readableName(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_\-.\s]+/g, ' ').trim()
  const small = words.replace(/\b[A-Z][a-z]+\b/g, (word) => word.toLowerCase())
  return small.slice(0, 1).toUpperCase() + small.slice(1)
}

export function countText(value: number): string {
  return new Intl.NumberFormat('en').format(value)
}

/** Returns `4.2 MB`; sizes are powers of 1024. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`
}

export function percentText(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}%`
}

/** Formats that need words of the reader's language. */
export function useFormat() {
  const { t } = useTranslation()
  const language = useLanguage()
  return useMemo(() => {
    function instant(iso: string): string {
      const at = new Date(iso)
      const today = dayOf(new Date())
      const yesterday = dayOf(new Date(Date.now() - DAY))
      const day = dayOf(at)
      if (day === today) return t('words.todayAt', { time: clockText(iso) })
      if (day === yesterday) return t('words.yesterdayAt', { time: clockText(iso) })
      return `${dateText(day)} ${clockText(iso)}`
    }
    function ahead(seconds: number, iso: string): string {
      if (seconds < 3600) return t('words.minutesAhead', { count: Math.floor(seconds / 60) })
      if (seconds < 86_400) return t('words.hoursAhead', { count: Math.floor(seconds / 3600) })
      return instant(iso)
    }
    function ago(iso: string): string {
      const seconds = (Date.now() - new Date(iso).getTime()) / 1000
      if (seconds < -60) return ahead(-seconds, iso)
      if (seconds < 60) return t('words.justNow')
      if (seconds < 3600) return t('words.minutesAgo', { count: Math.floor(seconds / 60) })
      if (seconds < 86_400) return t('words.hoursAgo', { count: Math.floor(seconds / 3600) })
      return instant(iso)
    }
    function duration(seconds: number): string {
      if (seconds < 60) return t('words.seconds', { count: Math.max(1, Math.round(seconds)) })
      if (seconds < 3600) return t('words.minutes', { count: Math.round(seconds / 60) })
      return t('words.hours', { count: Math.round(seconds / 360) / 10 })
    }
    const text = (value: string) => (language === 'zh-CN' ? spaced(value) : value)
    return { instant, ago, duration, text }
  }, [t, language])
}
