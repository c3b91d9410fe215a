import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useListed, useSaid } from '@/lib/i18n'
import type { LedgerEntry, MemberTier, Missing, Programme } from '@/lib/loyalty'
import type { Tone } from './StatusTag'

const phases: Partial<Record<LedgerEntry['phase'], Tone>> = { pending: 'amber', void: 'grey', reversal: 'cinnabar' }

/** As much of an entry as its words need. */
type Told = Pick<LedgerEntry, 'cause' | 'phase'> & Partial<Pick<LedgerEntry, 'partner' | 'amount'>>

/** The words of loyalty that several pages say. */
export function useLoyaltyWords(programme: Programme | undefined) {
  const { t } = useTranslation()
  const said = useSaid()
  const listed = useListed()
  const kind = (code: string) => said(programme?.kinds.find((one) => one.code === code)?.name) || code
  const signed = (amount: number) => (amount > 0 ? `+${countText(amount)}` : countText(amount).replace('-', '−'))
  /** Returns `7 晚或 9,000 定级积分`: what is missing, of which one or all are needed. */
  function lacks(missing: Missing): string {
    const parts = missing.measured.filter((one) => one.missing > 0).map((one) => t('loyalty_words.measure', { count: one.missing, amount: countText(one.missing), kind: kind(one.measure).toLowerCase() }))
    return missing.needs === 'any' ? parts.join(t('loyalty_words.or')) : listed(parts)
  }
  /** Returns why a member has the tier, in a word or two. */
  const reason = (standing: MemberTier['standing']) => t(`loyalty_words.reason.${standing.reason}`)
  /** Returns until when the tier holds: the day told is the last on which it does. */
  const until = (standing: MemberTier['standing']) => (standing.until ? t('loyalty_words.until', { date: dateText(dayBefore(standing.until)) }) : t('loyalty_words.forGood'))
  /** Returns what an entry was, how it stands, and the tone of that; what is held of the points is told as held, not as on its way. */
  function entry(one: Told) {
    const phase = one.phase === 'pending' && (one.amount ?? 0) < 0 ? 'held' : one.phase
    return { what: one.partner ? said(one.partner) : t(`loyalty_words.cause.${one.cause}`), state: phase === 'posted' || phase === 'post' ? '' : t(`loyalty_words.phase.${phase}`), tone: phases[one.phase] ?? 'grey' }
  }
  return { kind, signed, lacks, reason, until, entry }
}

/** Leaves out promises that were kept: the entry that kept them, which is newer and stands above, tells the same points. */
export function withoutKept(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const kept = new Set(entries.filter((one) => one.phase === 'post').map((one) => one.of))
  return entries.filter((one) => one.phase !== 'pending' || !kept.has(one.id))
}

/** The day before a local date: what ends on a day can be used until the day before. */
export function dayBefore(iso: string): string {
  const at = new Date(`${iso}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - 1)
  return at.toISOString().slice(0, 10)
}

/** The booking that a source of points names, nothing where it names none. */
export function bookingOf(source: string): string | undefined {
  return source.startsWith('booking:') ? source.slice('booking:'.length) : undefined
}
