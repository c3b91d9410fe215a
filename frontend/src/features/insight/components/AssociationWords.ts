import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { Palette } from '@/ui/theme/tokens'
import type { Association, Item } from '../api/associations'

export const kinds = ['city', 'line', 'cabin', 'tag'] as const
export type ItemKind = (typeof kinds)[number]
export const tones: Record<ItemKind, keyof Palette> = { city: 'jade', line: 'amber', cabin: 'slate', tag: 'plum' }

export function kindOf(item: Item): ItemKind {
  return kinds.find((one) => one === item.kind) ?? 'tag'
}

/** Returns words for rules: short with names alone, or as what guests did. */
export function useAssociationWords() {
  const { t } = useTranslation()
  const said = useSaid()
  return useMemo(() => {
    const did = (item: Item) => t(`insight_associations.kind.${kindOf(item)}`, { name: said(item.name) })
    const all = (items: readonly Item[], words: (item: Item) => string) => items.map(words).join(t('insight_associations.and'))
    const short = (rule: Association) => t('insight_associations.ruleOf', { conditions: all(rule.conditions, (item) => said(item.name)), other: said(rule.other.name) })
    return { did, short, conditions: (rule: Association) => all(rule.conditions, did) }
  }, [t, said])
}

/** `2.0`, `12`: as many figures as a person compares. */
export function liftText(lift: number): string {
  return lift >= 10 ? lift.toFixed(0) : lift.toFixed(1)
}
