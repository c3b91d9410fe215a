import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { IndexGroup, IndexGrouping } from '@/lib/loyaltyIndex'

const values = ['high', 'middle', 'low'] as const

/** Returns what a group is called: by its own name, else by what it is. */
export function useGroupName() {
  const { t } = useTranslation()
  const said = useSaid()
  return (by: IndexGrouping, group: IndexGroup): string => {
    if (group.name) return said(group.name)
    const value = values.find((one) => one === group.key)
    if (by === 'value' && value) return t(`loyalty_index.values.${value}`)
    if (by === 'group') return t('loyalty_index.groupNo', { number: group.key })
    return by === 'tier' ? (group.key.split(':')[1] ?? group.key) : group.key
  }
}
