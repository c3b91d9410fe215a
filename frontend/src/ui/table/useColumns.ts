import { useState } from 'react'
import type { ColumnChoice } from '@/lib/views'
import type { Column } from './types'

function read(key: string): ColumnChoice {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as ColumnChoice
  } catch {
    return {}
  }
}

/** Which columns are shown; the choice stays on this device. The first column always stays. */
export function useColumns<T>(name: string, columns: readonly Column<T>[]) {
  const key = `xenia.columns.${name}`
  const [kept, setKept] = useState(() => read(key))
  const isShown = (column: Column<T>) => column === columns[0] || (kept[column.key] ?? !column.optional)
  function keep(next: ColumnChoice): void {
    localStorage.setItem(key, JSON.stringify(next))
    setKept(next)
  }
  /** Only what differs from the usual. */
  const choice = Object.fromEntries(columns.filter((column) => isShown(column) === Boolean(column.optional)).map((column) => [column.key, isShown(column)]))
  const choose = (column: string, shown: boolean) => keep({ ...kept, [column]: shown })
  return { shown: columns.filter(isShown), isShown, choose, choice, keep }
}
