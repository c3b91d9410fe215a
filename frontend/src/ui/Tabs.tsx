import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Search } from '@/lib/address'
import css from './Tabs.module.css'

export interface Tab {
  key: string
  label: ReactNode
  /** The address of the tab on this page; what another tab kept there goes. */
  search: Search
}

interface Props {
  label: string
  tabs: readonly Tab[]
  current: string
  /** The second row, inside a part that has parts of its own. */
  inner?: boolean
  children: ReactNode
}

const steps: Partial<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Parts of one page, each with an address of its own. Arrows go from name to name, Enter opens; what has no room is scrolled to. */
export function Tabs({ label, tabs, current, inner = false, children }: Props) {
  const id = useId()
  const strip = useRef<HTMLDivElement>(null)
  const more = useMore(strip, current)
  function move(event: KeyboardEvent): void {
    const names = [...(strip.current?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])]
    const to = steps[event.key]?.(names.indexOf(event.target as HTMLElement), names.length)
    if (to === undefined) return
    event.preventDefault()
    names[to]?.focus()
  }
  return (
    <>
      <div className={css.tabs} data-inner={inner || undefined}>
        <div ref={strip} className={css.strip} role="tablist" tabIndex={-1} aria-label={label} onKeyDown={move} data-before={more.before || undefined} data-after={more.after || undefined}>
          {tabs.map(({ key, label: name, search }) => (
            <Link key={key} to="." search={search} resetScroll={false} className={css.tab} role="tab" id={`${id}${key}`} aria-selected={key === current} aria-controls={`${id}panel`} tabIndex={key === current ? 0 : -1}>
              {name}
            </Link>
          ))}
        </div>
      </div>
      <div role="tabpanel" id={`${id}panel`} aria-labelledby={`${id}${current}`}>
        {children}
      </div>
    </>
  )
}

/** Whether names are out of sight on either side; the one that is open is brought into sight. */
function useMore(strip: { readonly current: HTMLElement | null }, current: string) {
  const [more, setMore] = useState({ before: false, after: false })
  useEffect(() => {
    const place = strip.current
    if (!place) return undefined
    const look = () => setMore({ before: place.scrollLeft > 1, after: place.scrollLeft + place.clientWidth < place.scrollWidth - 1 })
    const watcher = new ResizeObserver(look)
    watcher.observe(place)
    place.addEventListener('scroll', look, { passive: true })
    return () => {
      watcher.disconnect()
      place.removeEventListener('scroll', look)
    }
  }, [strip])
  useEffect(() => {
    const place = strip.current
    const open = place?.querySelector<HTMLElement>('[aria-selected=true]')
    if (place && open) place.scrollTo({ left: open.offsetLeft - (place.clientWidth - open.clientWidth) / 2 })
  }, [strip, current])
  return more
}
