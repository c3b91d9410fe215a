import { useTranslation } from 'react-i18next'
import { useTierNames, useTierVersions, versionToday } from '@/lib/tiers'
import type { Programme } from '../api/programmes'
import { festivals } from './ruleValues'

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** What can be chosen where the values are known: tiers, festivals, months. Channels, properties and tags are typed. */
export function useChoicesOf(programme: Programme) {
  const { t } = useTranslation()
  const { data: versions = [] } = useTierVersions(programme.id)
  const names = useTierNames(programme.id)
  const tiers = versionToday(versions)?.policy.tiers ?? []
  return {
    tiers: tiers.map((one) => ({ value: one.code, label: names(one.code) })),
    festivals: festivals.map((value) => ({ value, label: t(`loyalty_rules.festivals.${value}`) })),
    months: months.map((value) => ({ value, label: t('loyalty_rules.monthNamed', { month: value }) })),
  }
}
