import { useSyncExternalStore } from 'react'

export type Appearance = 'light' | 'dark' | 'system'

const KEY = 'xenia.appearance'
const darkSystem = window.matchMedia('(prefers-color-scheme: dark)')
const stillSystem = window.matchMedia('(prefers-reduced-motion: reduce)')
const hearers = new Set<() => void>()

function chosen(): Appearance {
  const value = localStorage.getItem(KEY)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function show(): void {
  const choice = chosen()
  if (choice === 'system') document.documentElement.removeAttribute('data-appearance')
  else document.documentElement.dataset.appearance = choice
}

function announce(): void {
  show()
  hearers.forEach((hear) => hear())
}

function subscribe(hear: () => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

darkSystem.addEventListener('change', announce)
stillSystem.addEventListener('change', announce)
show()

/** Keeps the choice on this device. */
export function chooseAppearance(choice: Appearance): void {
  if (choice === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, choice)
  announce()
}

/** What the person chose, and what is shown now. */
export function useAppearance(): { choice: Appearance; shown: 'light' | 'dark'; still: boolean } {
  const choice = useSyncExternalStore(subscribe, chosen)
  const systemDark = useSyncExternalStore(subscribe, () => darkSystem.matches)
  const still = useSyncExternalStore(subscribe, () => stillSystem.matches)
  const shown = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice
  return { choice, shown, still }
}
