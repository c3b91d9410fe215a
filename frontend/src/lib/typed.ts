import { useCallback, useState } from 'react'

const kept = new Map<string, string>()

/** Words a person typed to look for someone: kept while the page lives, never in an address, a history or a store of the browser. */
export function useTyped(name: string): [string, (words: string) => void] {
  const [words, setWords] = useState(() => kept.get(name) ?? '')
  const type = useCallback(
    (next: string) => {
      kept.set(name, next)
      setWords(next)
    },
    [name],
  )
  return [words, type]
}
