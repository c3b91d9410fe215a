import { useCallback, useEffect, useReducer } from 'react'
import type { Group } from './items'

const STEPS_KEPT = 200
const SAME_MOMENT_MS = 900

interface State {
  now: Group
  past: readonly Group[]
  future: readonly Group[]
  /** What was changed last, and when: letters typed into one box are one step. */
  tag: string
  at: number
}

type Action = { kind: 'change'; next: (now: Group) => Group; tag: string; at: number } | { kind: 'undo' | 'redo' }

function reduce(state: State, action: Action): State {
  if (action.kind === 'change') return afterChange(state, action)
  const [from, to] = action.kind === 'undo' ? [state.past, state.future] : [state.future, state.past]
  const next = from.at(-1)
  if (!next) return state
  const rest = from.slice(0, -1)
  const kept = [...to, state.now]
  return { now: next, past: action.kind === 'undo' ? rest : kept, future: action.kind === 'undo' ? kept : rest, tag: '', at: 0 }
}

function afterChange(state: State, { next, tag, at }: Extract<Action, { kind: 'change' }>): State {
  const now = next(state.now)
  if (now === state.now) return state
  const goesOn = tag !== '' && tag === state.tag && at - state.at < SAME_MOMENT_MS
  const past = goesOn ? state.past : [...state.past, state.now].slice(-STEPS_KEPT)
  return { now, past, future: [], tag, at }
}

function isGroup(value: unknown): value is Group {
  const group = value as Group | null
  return group?.kind === 'group' && Array.isArray(group.parts)
}

function restored(name: string): Group | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
    return isGroup(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

export type Change = (next: (now: Group) => Group, tag?: string) => void

/** The definition that is edited, with every step back and forth. It is kept in this window, so that a reload loses nothing. */
export function useHistory(name: string, first: () => Group) {
  const [state, dispatch] = useReducer(reduce, null, (): State => ({ now: restored(name) ?? first(), past: [], future: [], tag: '', at: 0 }))
  const change: Change = useCallback((next, tag = '') => dispatch({ kind: 'change', next, tag, at: Date.now() }), [])
  useEffect(() => sessionStorage.setItem(name, JSON.stringify(state.now)), [name, state.now])
  return {
    root: state.now,
    change,
    undo: state.past.length > 0 ? () => dispatch({ kind: 'undo' }) : undefined,
    redo: state.future.length > 0 ? () => dispatch({ kind: 'redo' }) : undefined,
  }
}

export type History = ReturnType<typeof useHistory>

/** Ctrl or ⌘ with Z, and with Shift or Y; a box with words in it keeps its own. */
export function useHistoryKeys({ undo, redo }: Pick<History, 'undo' | 'redo'>): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const letter = event.key.toLowerCase()
      if (letter !== 'z' && letter !== 'y') return
      const box = event.target as HTMLInputElement
      if (box.tagName === 'INPUT' && box.type === 'search' && box.value) return
      event.preventDefault()
      if (letter === 'y' || event.shiftKey) redo?.()
      else undo?.()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [undo, redo])
}
