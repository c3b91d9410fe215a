import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText } from '@/lib/format'
import { useListed } from '@/lib/i18n'
import type { Reward, RewardOrder, RewardState, RewardTerms } from '@/lib/rewards'
import { useTierNames } from '@/lib/tiers'
import type { Programme } from '@/lib/loyalty'
import type { Tone } from '../StatusTag'

export const orderTones = { held: 'amber', confirmed: 'jade', cancelled: 'grey', lapsed: 'grey' } as const satisfies Record<RewardState, Tone>

/** What a member has, as far as it decides what they may redeem. */
export interface Means {
  usable: number
  tier: string
}

/** The words of rewards that several pages say. */
export function useRewardWords(programme: Programme | undefined) {
  const { t } = useTranslation()
  const listed = useListed()
  const names = useTierNames(programme?.id)
  const currency = programme?.currency ?? ''
  const points = (count: number) => t('loyalty_rewards.points', { count, amount: countText(count) })
  /** Returns `20,000 积分 + ¥10`. */
  const cost = (amount: number, minor: number) => (minor > 0 ? t('loyalty_rewards.plus', { points: points(amount), money: moneyText(minor, currency) }) : points(amount))
  const tiers = (codes: readonly string[]) => listed(codes.map(names))
  /** Returns how points may be paid in money instead; nothing where they may not. */
  const mix = ({ points_min, minor_per_1000 }: RewardTerms) => (points_min === null ? '' : t('loyalty_rewards.mix', { least: countText(points_min), money: moneyText(minor_per_1000, currency) }))
  const left = (pieces: number | null) => (pieces === null ? '' : t('loyalty_rewards.leftNow', { count: pieces, amount: countText(pieces) }))
  /** Returns why the member cannot have it today; nothing where they can. */
  function short(reward: Reward, { usable, tier }: Means): string {
    const terms = reward.version?.terms
    if (!terms) return t('loyalty_rewards.states.off')
    if (reward.left === 0) return t('loyalty_rewards.states.gone')
    if (terms.tiers.length > 0 && !terms.tiers.includes(tier)) return t('loyalty_rewards.onlyTiers', { tiers: tiers(terms.tiers) })
    const lacking = (terms.points_min ?? terms.points) - usable
    return lacking > 0 ? t('loyalty_rewards.lacks', { points: points(lacking) }) : ''
  }
  /** Returns until when something can still be done about an order, and when it was ordered. */
  function days(order: RewardOrder, instant: (iso: string) => string): string {
    if (order.state === 'held') return t('loyalty_rewards.heldUntil', { at: instant(order.held_until) })
    const back = order.state === 'confirmed' && order.cancel_until ? t('loyalty_rewards.backUntil', { date: dateText(order.cancel_until) }) : ''
    return [dateText(order.ordered_at), back].filter(Boolean).join(' · ')
  }
  return { points, cost, tiers, mix, left, short, days }
}
