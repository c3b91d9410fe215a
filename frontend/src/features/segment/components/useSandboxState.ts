import { useCallback, useMemo, useState } from 'react'
import { useSaid } from '@/lib/i18n'
import { usePreview } from '../api/sandbox'
import type { Known } from './catalogue'
import { faultsByPart, faultsOf } from './faults'
import type { Sandbox } from './sandbox'
import { written } from './tree/documents'
import type { Item } from './tree/items'
import { withPart } from './tree/moves'
import type { History } from './tree/useHistory'

/** The builder as its parts see it, and the numbers of what is written so far. */
export function useSandboxState(known: Known, { root, change }: History) {
  const said = useSaid()
  const [fresh, setFresh] = useState('')
  const [dragged, setDragged] = useState('')
  const [heard, announce] = useState('')
  const { definition, places } = useMemo(() => written(root, known.shapeOf), [root, known])
  const preview = usePreview(definition)
  const { data: tried, error } = preview
  const faults = useMemo(() => faultsByPart(faultsOf(error, tried, said), places), [error, tried, said, places])
  const numbers = tried?.numbers ?? undefined
  const counts = useMemo(() => new Map(numbers?.conditions.map((one) => [one.at, one.guests])), [numbers])
  const add = useCallback(
    (parent: string, index: number, item: Item) => {
      setFresh(item.key)
      change((now) => withPart(now, parent, index, item))
    },
    [change],
  )
  const sandbox: Sandbox = {
    known,
    change,
    countOf: (key) => counts.get(places.get(key) ?? ''),
    faultOf: (key) => faults.get(key),
    numbers,
    fresh,
    add,
    announce,
    dragged,
    setDragged,
  }
  return { sandbox, definition, preview, heard, hasFault: faults.size > 0 }
}
