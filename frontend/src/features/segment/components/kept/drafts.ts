import { useEffect } from 'react'
import type { AudienceDetail } from '../../api/audiences'
import type { Definition } from '../../api/sandbox'

/** What a list or a copy is read as, which have no conditions. */
export const EVERYBODY: Definition = { where: { everyone: true } }

/** Where the definition that is edited is kept in this window; without an id that of a new audience. */
export const draftName = (id: string) => `xenia.audience.${id || 'new'}`

/** Where the revision is kept that a draft with changes began from. */
const seenName = (id: string) => `${draftName(id)}.seen`

/** Forgets what was written once it is saved. */
export function forget(id: string): void {
  sessionStorage.removeItem(draftName(id))
  sessionStorage.removeItem(seenName(id))
}

let asked: Definition | undefined

/** Asks the sandbox to open with a definition. What was written there before stays one step back. */
export function askFor(definition: Definition): void {
  asked = definition
}

/** Returns what was asked for, once. */
export function takeAsked(): Definition | undefined {
  const found = asked
  asked = undefined
  return found
}

export interface Begun {
  definition: Definition
  /** The revision that the change begins from. */
  seen: number
}

/**
 * Returns what the sandbox opens with: an older version where the address names one, else the newest. A draft with changes stays, with
 * the revision it began from; one without is no draft.
 */
export function begin({ audience, definition, versions }: AudienceDetail, version: string | undefined): Begun {
  const asked = versions.find((one) => String(one.number) === version)
  const seen = Number(sessionStorage.getItem(seenName(audience.id)))
  if (asked || !seen) sessionStorage.removeItem(draftName(audience.id))
  return { definition: asked?.definition ?? definition ?? EVERYBODY, seen: asked || !seen ? audience.revision : seen }
}

/** Remembers which revision a change began from, as long as there is one. */
export function useRemembered(id: string, seen: number, isChanged: boolean): void {
  useEffect(() => {
    if (!id) return
    if (isChanged) sessionStorage.setItem(seenName(id), String(seen))
    else sessionStorage.removeItem(seenName(id))
  }, [id, seen, isChanged])
}
