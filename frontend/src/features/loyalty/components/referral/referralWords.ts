import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText } from '@/lib/format'
import { useListed } from '@/lib/i18n'
import type { Programme } from '@/lib/loyalty'
import { useBookingWords } from '@/ui/BookingWords'
import { dayBefore } from '@/ui/LoyaltyWords'
import type { Tone } from '@/ui/StatusTag'
import type { Referral, ReferralState, ReferralTerms } from '../../api/referrals'

export const referralTones = { waiting: 'amber', promised: 'slate', rewarded: 'jade', taken_back: 'cinnabar', lapsed: 'grey', refused: 'grey' } as const satisfies Record<ReferralState, Tone>

/** The words of referrals that the board and the member page say. */
export function useReferralWords(programme: Programme | undefined) {
  const { t } = useTranslation()
  const listed = useListed()
  const { line } = useBookingWords()
  /** Returns what the terms give and ask, a sentence each. */
  function sentences(terms: ReferralTerms): string[] {
    const on = terms.lines.length > 0 ? listed(terms.lines.map(line)) : t('loyalty_referral.anyTrip')
    const spend = terms.spend_min_minor > 0 ? t('loyalty_referral.say.spend', { money: moneyText(terms.spend_min_minor, programme?.currency ?? '') }) : ''
    return [
      terms.is_open ? t('loyalty_referral.say.gives', { referrer: countText(terms.points_referrer), friend: countText(terms.points_friend) }) : t('loyalty_referral.say.closed'),
      t('loyalty_referral.say.trip', { days: terms.days, on }),
      spend,
      caps(terms),
      t('loyalty_referral.say.give', { days: terms.give_days }),
      terms.signs.length > 0 ? t('loyalty_referral.say.signs', { signs: signs(terms.signs) }) : t('loyalty_referral.say.noSigns'),
    ].filter(Boolean)
  }
  function caps({ per_month, per_year }: ReferralTerms): string {
    const said = [per_month === null ? '' : t('loyalty_referral.say.month', { count: per_month }), per_year === null ? '' : t('loyalty_referral.say.year', { count: per_year })].filter(Boolean)
    return said.length > 0 ? t('loyalty_referral.say.caps', { caps: listed(said) }) : t('loyalty_referral.say.noCaps')
  }
  const signs = (found: Referral['signs']) => listed(found.map((one) => t(`loyalty_referral.signs.${one}`)))
  /** Returns why the referral stands as it does, in a few words; nothing where the state says it all. */
  function why(one: Referral): string {
    if (one.state === 'waiting') return t('loyalty_referral.looksLike', { signs: signs(one.signs) })
    if (one.why) return t(`loyalty_referral.whys.${one.why}`)
    if (one.state === 'promised') return t('loyalty_referral.travelsUntil', { date: dateText(dayBefore(one.travel_until)) })
    return one.rewarded_on ? t('loyalty_referral.travelledOn', { date: dateText(one.rewarded_on) }) : ''
  }
  return { sentences, signs, why }
}
