import type { GuestCount } from '../api/sandbox'

const allowed = new Set(['given', 'not_needed'])

export interface Way {
  name: string
  purpose: string
  channel: GuestCount['channel']
  may: number
  others: readonly GuestCount[]
}

/** Counts by purpose and channel, those of whom most may be contacted first. */
export function waysOf(reach: readonly GuestCount[]): Way[] {
  const names = [...new Set(reach.map((one) => `${one.purpose} ${one.channel}`))]
  const ways = names.flatMap((name) => {
    const mine = reach.filter((one) => `${one.purpose} ${one.channel}` === name)
    const [first] = mine
    if (!first) return []
    const may = mine.filter((one) => allowed.has(one.reason)).reduce((sum, one) => sum + one.guests, 0)
    const others = mine.filter((one) => !allowed.has(one.reason)).sort((one, other) => other.guests - one.guests)
    return [{ name, purpose: first.purpose, channel: first.channel, may, others }]
  })
  return ways.sort((one, other) => other.may - one.may)
}
