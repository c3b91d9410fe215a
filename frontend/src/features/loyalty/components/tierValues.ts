import type { Programme } from '../api/programmes'
import type { Tier, TierPolicy } from '../api/tiers'

/** A tier in a form: its thresholds by measure, empty where it does not ask for one. */
export interface TierValues {
  code: string
  name_zh: string
  name_en: string
  asks: Partial<Record<string, number | null>>
  needs: Tier['needs']
  by_invitation: boolean
  benefits: { code: string; name_zh: string; name_en: string; uses: number | null }[]
}

export type PolicyValues = Omit<TierPolicy, 'tiers' | 'near_permille'> & { tiers: TierValues[]; near: number; valid_from: string }

const rungs = [
  ['CLASSIC', '普卡', 'Classic', 0, 0],
  ['SILVER', '银卡', 'Silver', 10, 5_000],
  ['GOLD', '金卡', 'Gold', 25, 12_000],
  ['PLATINUM', '白金卡', 'Platinum', 50, 25_000],
] as const

/** What a company begins with where it has no tiers yet. */
export function firstPolicy(programme: Programme): PolicyValues {
  const has = (code: string) => programme.kinds.some((one) => one.code === code)
  const tiers = rungs.map(([code, name_zh, name_en, nights, points]): TierValues => {
    const asks = { ...(nights && has('NIGHTS') ? { NIGHTS: nights } : {}), ...(points && has('TIER') ? { TIER: points } : {}) }
    return { code, name_zh, name_en, asks, needs: 'any', by_invitation: false, benefits: [] }
  })
  return { tiers, mode: 'calendar', months: 12, first_month: 1, windows_valid: 1, grace_days: 0, is_soft: true, near: 80, valid_from: today() }
}

export function policyValues({ tiers, near_permille, ...rest }: TierPolicy): PolicyValues {
  const shown = tiers.map((one) => ({
    code: one.code,
    name_zh: one.name.zh,
    name_en: one.name.en,
    asks: Object.fromEntries(one.asks.map((asked) => [asked.measure, asked.least])),
    needs: one.needs,
    by_invitation: one.by_invitation,
    benefits: one.benefits.map((benefit) => ({ code: benefit.code, name_zh: benefit.name.zh, name_en: benefit.name.en, uses: benefit.uses })),
  }))
  return { ...rest, tiers: shown, near: near_permille / 10, valid_from: today() }
}

/** The policy that the form says; what the form does not show of a tier (for life) stays as it was. */
export function policyOf({ tiers, near, mode, months, first_month, windows_valid, grace_days, is_soft }: PolicyValues, before: TierPolicy | undefined): TierPolicy {
  const made = tiers.map(
    (one): Tier => ({
      code: one.code.trim().toUpperCase(),
      name: { zh: one.name_zh, en: one.name_en },
      asks: Object.entries(one.asks).flatMap(([measure, least]) => (least ? [{ measure, least, below: null }] : [])),
      needs: one.needs,
      lifetime: before?.tiers.find((other) => other.code === one.code)?.lifetime ?? [],
      by_invitation: one.by_invitation,
      benefits: one.benefits.map((benefit) => ({ code: benefit.code.trim().toUpperCase(), name: { zh: benefit.name_zh, en: benefit.name_en }, uses: benefit.uses ?? null })),
    }),
  )
  return { tiers: made, mode, months, first_month, windows_valid, grace_days, is_soft, near_permille: Math.round(near * 10) }
}

export function today(): string {
  return new Date().toLocaleDateString('sv')
}
