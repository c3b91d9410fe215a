import { useEffect, useEffectEvent } from 'react'

const PATIENCE_MS = 900

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/**
 * One key, one deed. Letters after `g` belong to the navigation, and what is open above the page keeps its keys.
 * Heard before the frame of the page hears, so that `?` shows these keys and not the general ones.
 */
export function useDeskKeys(deeds: Readonly<Record<string, () => void>>, isOn: boolean): void {
  const deedOf = useEffectEvent((key: string) => deeds[key])
  useEffect(() => {
    if (!isOn) return undefined
    let pressedAt = -PATIENCE_MS
    function hear(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const isAfterG = event.timeStamp - pressedAt < PATIENCE_MS
      pressedAt = event.key === 'g' ? event.timeStamp : -PATIENCE_MS
      const deed = isAfterG ? undefined : deedOf(event.key.toLowerCase())
      if (!deed) return
      deed()
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', hear, { capture: true })
    return () => window.removeEventListener('keydown', hear, { capture: true })
  }, [isOn])
}
