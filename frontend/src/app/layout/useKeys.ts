import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { groups, letters } from './destinations'

const PATIENCE_MS = 900

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function addressOf(letter: string): string | undefined {
  const place = groups.flatMap((group) => group.destinations).find((one) => one.letter === letter)
  return place?.to ?? letters[letter]
}

/** `/` goes to the search box, `g` and a letter to a place, `?` shows the keys. */
export function useKeys(onSearch: () => void, onHelp: () => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    let pressedAt = 0
    function hear(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const address = event.timeStamp - pressedAt < PATIENCE_MS ? addressOf(event.key) : undefined
      pressedAt = event.key === 'g' && !address ? event.timeStamp : 0
      if (address) void navigate({ to: address })
      else if (event.key === '/') onSearch()
      else if (event.key === '?') onHelp()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [navigate, onSearch, onHelp])
}
