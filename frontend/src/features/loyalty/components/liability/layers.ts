import type { Stack } from '../../api/liability'

export interface Layer {
  half: string
  minor: number[]
}

/** What is owed month by month, summed over the points issued in each half of a year, the oldest first. */
export function layersOf(stacks: readonly Stack[]): { months: string[]; layers: Layer[] } {
  const months = [...new Set(stacks.map((one) => one.month))].sort()
  const place = new Map(months.map((one, index) => [one, index]))
  const layers = new Map<string, number[]>()
  for (const one of stacks) {
    const half = halfOf(one.cohort)
    const minor = layers.get(half) ?? months.map(() => 0)
    const at = place.get(one.month) ?? 0
    minor[at] = (minor[at] ?? 0) + one.liability_minor
    layers.set(half, minor)
  }
  return { months, layers: [...layers].sort(([one], [other]) => one.localeCompare(other)).map(([half, minor]) => ({ half, minor })) }
}

function halfOf(month: string): string {
  return `${month.slice(0, 4)} ${Number(month.slice(5, 7)) < 7 ? 'H1' : 'H2'}`
}
