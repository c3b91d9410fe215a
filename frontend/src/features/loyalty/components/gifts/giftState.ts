import type { Tone } from '@/ui/StatusTag'
import type { GiftCard, GiftFilter } from '../../api/gifts'

export const giftTones = { live: 'jade', ended: 'amber', empty: 'grey' } as const satisfies Record<GiftFilter, Tone>

/** Whether a card can be used, ended with money on it, or has nothing left. */
export function giftStateOf({ usable_minor, held_minor, has_ended }: GiftCard): GiftFilter {
  if (usable_minor + held_minor < 1) return 'empty'
  return has_ended ? 'ended' : 'live'
}
