import type { components } from '@/lib/generated/api'
import type { ValueDeciles, ValueTenth } from '../api/value'

type TierCounts = components['schemas']['TierCounts']
export type Tier = 'high' | 'middle'

/** A tenth with the share of the value it holds, and the shares of guests and value down to its end. */
export interface Point extends ValueTenth {
  ownShare: number
  guestShare: number
  valueShare: number
}

/** Down to where a tier and those above it reach. */
export interface Bound {
  tier: Tier
  guestShare: number
  valueShare: number
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)

export function pointsOf({ tenths, guests, sum_minor }: ValueDeciles): Point[] {
  return tenths.map((one, place) => {
    const top = tenths.slice(0, place + 1)
    const counted = top.reduce((sum, each) => sum + each.guests, 0)
    const worth = top.reduce((sum, each) => sum + each.sum_minor, 0)
    return { ...one, ownShare: share(one.sum_minor, sum_minor), guestShare: share(counted, guests), valueShare: share(worth, sum_minor) }
  })
}

/** Returns the ends of the high and the middle tier; none while tiers go by something else than the model. */
export function boundsOf(counts: TierCounts | undefined): Bound[] {
  if (counts?.source !== 'expected') return []
  const guests = counts.tiers.reduce((sum, one) => sum + one.guests, 0)
  const upTo = { high: ['high'], middle: ['high', 'middle'] } as const
  return (['high', 'middle'] as const).map((tier) => {
    const inside = counts.tiers.filter((one) => upTo[tier].some((name) => name === one.tier))
    return { tier, guestShare: share(inside.reduce((sum, one) => sum + one.guests, 0), guests), valueShare: inside.reduce((sum, one) => sum + (one.value_share ?? 0), 0) }
  })
}
