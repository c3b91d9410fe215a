import { countText } from '@/lib/format'
import type { Tone } from '@/ui/StatusTag'
import type { TakeOver } from '../../api/takeOver'

const CENTS = 100

/** Points kept in hundredths as people write them: a fraction only where there is one. */
export function wholeText(cents: number): string {
  const text = countText(Math.trunc(cents / CENTS))
  const part = Math.abs(cents % CENTS)
  const sign = cents < 0 && cents > -CENTS ? '-' : ''
  return part === 0 ? text : `${sign}${text}.${String(part).padStart(2, '0')}`
}

/** A check that is done has brought nothing yet. */
export function stateOf(found: TakeOver): TakeOver['state'] | 'checked' {
  return found.state === 'done' && !found.is_ordered ? 'checked' : found.state
}

export function toneOf(found: TakeOver): Tone {
  if (found.state === 'failed') return 'cinnabar'
  if (found.state === 'cancelled') return 'grey'
  const refused = (found.statement?.members.refused ?? 0) + (found.statement?.balances.refused ?? 0)
  return refused > 0 ? 'amber' : 'jade'
}
