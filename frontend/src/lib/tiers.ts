import { useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'
import { useSaid } from './i18n'

export type TierVersion = components['schemas']['TierVersion']

/** What was decided about the tiers of a programme, the version that holds longest last. */
export function useTierVersions(programme_id: string | undefined) {
  return useQuery({
    queryKey: ['loyalty', 'programme', programme_id, 'tiers'],
    enabled: programme_id !== undefined,
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/tiers', { params: { path: { programme_id: programme_id ?? '' } } })),
  })
}

/** Returns the version that holds today; the first holds for all days before it too. */
export function versionToday(versions: readonly TierVersion[]): TierVersion | undefined {
  const today = new Date().toLocaleDateString('sv')
  return versions.findLast((one) => one.valid_from <= today) ?? versions[0]
}

/** Returns what a tier is called, by its code. */
export function useTierNames(programme_id: string | undefined): (code: string) => string {
  const said = useSaid()
  const { data = [] } = useTierVersions(programme_id)
  const named = new Map(data.flatMap((one) => one.policy.tiers.map((tier) => [tier.code, tier.name])))
  return (code) => said(named.get(code)) || code
}
