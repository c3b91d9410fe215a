import { type RefObject, useEffect, useRef, useState } from 'react'

/** How wide an element is drawn, `first` until it was measured: a picture drawn to it keeps its letters at their size. */
export function useWidth<E extends Element>(first: number): [RefObject<E | null>, number] {
  const element = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useEffect(() => {
    if (!element.current) return undefined
    const watcher = new ResizeObserver(([one]) => setWidth(Math.round(one?.contentRect.width ?? 0) || first))
    watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [first])
  return [element, width]
}
