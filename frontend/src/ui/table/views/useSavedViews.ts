import { useEffect, useRef, useState } from 'react'
import { useAddress } from '@/lib/address'
import { addressOf, ALL, type ColumnChoice, isSame, keptOf, type ListCode, type SavedView, useViews } from '@/lib/views'

export interface Columns {
  choice: ColumnChoice
  keep: (choice: ColumnChoice) => void
}

const usual: Columns = { choice: {}, keep: () => undefined }

/**
 * The views of a list against its address, which stays the truth: opening a view writes its filters there.
 * A list opened with a bare address takes the person's own usual view.
 */
export function useSavedViews(list: ListCode, columns: Columns = usual) {
  const [search, change] = useAddress()
  const { data } = useViews(list)
  const [wasBare] = useState(() => Object.keys(search).length === 0)
  const names = data?.filters ?? []
  const current = data?.views.find((view) => view.id === search.view)
  const shownFor = useRef<string | undefined>(undefined)
  const isOpened = useRef(false)

  function open(view: SavedView | undefined, options?: { push: boolean }): void {
    change(addressOf(search, view, view?.id ?? ALL), options)
    if (!view) columns.keep({})
  }

  useEffect(() => {
    if (!data || isOpened.current) return
    isOpened.current = true
    const first = data.views.find((view) => view.is_default)
    if (first && wasBare && Object.values(search).every((value) => !value)) change(addressOf(search, first, first.id))
  }, [data, wasBare, search, change])

  useEffect(() => {
    if (current && shownFor.current !== current.id) columns.keep(current.columns)
    shownFor.current = current?.id
  }, [current, columns])

  const filters = keptOf(search, names)
  return {
    views: data?.views,
    current,
    open,
    /** What saving now would keep. */
    now: { filters, columns: { ...columns.choice } },
    isChanged: current !== undefined && !(isSame(filters, current.filters) && isSame(columns.choice, current.columns)),
    /** Something in the address narrows the list and would not be kept, such as a search for a name. */
    leavesOut: Object.entries(search).some(([name, value]) => value && name !== 'view' && !names.includes(name)),
    go: (id: string) => change({ view: id }),
  }
}
