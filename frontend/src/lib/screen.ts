import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 639.9px)')
const noRail = window.matchMedia('(max-width: 899.9px)')

function subscriber(query: MediaQueryList): (hear: () => void) => () => void {
  return (hear) => {
    query.addEventListener('change', hear)
    return () => query.removeEventListener('change', hear)
  }
}

const onNarrow = subscriber(narrow)
const onNoRail = subscriber(noRail)

/** Whether tables become lists. */
export function useNarrow(): boolean {
  return useSyncExternalStore(onNarrow, () => narrow.matches)
}

/** Whether the side navigation gives way to the bottom bar. */
export function useBottomBar(): boolean {
  return useSyncExternalStore(onNoRail, () => noRail.matches)
}
