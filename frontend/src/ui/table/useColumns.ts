import { useState } from 'react'
import type { Column } from './types'

function read(key: string): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, boolean>
  } catch {
    return {}
  }
}

/** Which columns are shown; the choice stays on this device. The first column always stays. */
export function useColumns<T>(name: string, columns: readonly Column<T>[]) {
  const key = `xenia.columns.${name}`
  const [choice, setChoice] = useState(() => read(key))
  const isShown = (column: Column<T>) => column === columns[0] || (choice[column.key] ?? !column.optional)
  function choose(column: string, shown: boolean): void {
    const next = { ...choice, [column]: shown }
    localStorage.setItem(key, JSON.stringify(next))
    setChoice(next)
  }
  return { shown: columns.filter(isShown), isShown, choose }
}
