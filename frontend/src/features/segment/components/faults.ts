import { Problem } from '@/lib/http'
import type { Tried } from '../api/sandbox'

interface Fault {
  at: string
  words: string
}

/** What the server refused, or found to be gone, with its place in the tree. */
export function faultsOf(error: unknown, tried: Tried | undefined, said: (text: Tried['sentence']) => string): Fault[] {
  const gone = tried?.findings.map(({ at, told }) => ({ at, words: said(told) })) ?? []
  if (!(error instanceof Problem) || error.code !== 'audience_unreadable') return gone
  const fields = (error.context.fields ?? []) as { field: string; message: string }[]
  return [...fields.map(({ field, message }) => ({ at: field, words: withoutPlace(message, field) })), ...gone]
}

/** The place is marked on the screen; the sentence goes on without it. */
function withoutPlace(message: string, place: string): string {
  return message.startsWith(place) ? message.slice(place.length).replace(/^\s*[:：]\s*/, '') : message
}

/** Returns the fault of each part: of the smallest part that holds the place. */
export function faultsByPart(faults: readonly Fault[], places: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { at, words } of faults) {
    let best: [string, string] | undefined
    for (const [key, place] of places) if (holds(place, at) && place.length > (best?.[1].length ?? -1)) best = [key, place]
    if (best) found.set(best[0], words)
  }
  return found
}

const holds = (place: string, at: string) => at === place || at.startsWith(`${place}.`) || at.startsWith(`${place}[`)
