import { createContext, useContext } from 'react'
import type { Numbers } from '../api/sandbox'
import type { Known } from './catalogue'
import type { Item } from './tree/items'
import type { Change } from './tree/useHistory'

/** What every part of the builder needs to know of the whole. */
export interface Sandbox {
  known: Known
  change: Change
  /** How many guests the part would hold for by itself; undefined while it is unfinished or not counted yet. */
  countOf: (key: string) => number | undefined
  /** What the server says is wrong with the part. */
  faultOf: (key: string) => string | undefined
  numbers: Numbers | undefined
  /** The part that was added last: it takes the keyboard. */
  fresh: string
  add: (parent: string, index: number, item: Item) => void
  announce: (words: string) => void
  dragged: string
  setDragged: (key: string) => void
}

const SandboxContext = createContext<Sandbox | null>(null)
export const SandboxProvider = SandboxContext.Provider

/** The builder around this part. */
export function useSandbox(): Sandbox {
  const found = useContext(SandboxContext)
  if (!found) throw new Error('a part of the builder stands outside of it')
  return found
}
