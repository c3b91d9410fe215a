import { useSaid } from '@/lib/i18n'
import { type Expression, useKinds } from '../../api/mapping'
import type { Place } from './document'

/** Returns a function that lists the codes a field may hold, with their words; empty where any text will do. */
export function useCodes(): (place: Place) => { value: string; label: string }[] {
  const said = useSaid()
  const { data: kinds = [] } = useKinds()
  return ({ kind, field }) => {
    const found = kinds.find((one) => one.kind === kind)?.fields.find((one) => one.name === field)
    return (found?.options ?? []).map(({ value, title }) => ({ value, label: said(title) }))
  }
}

/** Returns how a field begins when a column is first given to it: fields of codes need a table from the file's words to ours. */
export function useBeginning(): (column: string, place: Place) => Expression {
  const codesOf = useCodes()
  return (column, place) => (codesOf(place).length > 0 ? { from: column, as: 'enum', table: {}, else: 'keep' } : { from: column })
}
