import type { Permission } from '@/lib/session'
import type { IconName } from '@/ui/Icon'

export interface Destination {
  to: string
  /** Also marked as the current place under these addresses. */
  also?: readonly string[]
  name: 'home' | 'guests' | 'bookings' | 'tasks' | 'tags' | 'identity' | 'insight' | 'audiences' | 'loyalty' | 'trust' | 'sources'
  icon: IconName
  /** Pressed after `g`. */
  letter: string
  needs?: Permission
}

export interface Group {
  name: 'see' | 'know' | 'act' | 'guard'
  destinations: readonly Destination[]
}

/** The places of this version, in the order of the story. */
export const groups: readonly Group[] = [
  {
    name: 'see',
    destinations: [
      { to: '/', name: 'home', icon: 'home', letter: 'h' },
      { to: '/guests', name: 'guests', icon: 'guests', letter: 'g', needs: 'view_guests' },
      { to: '/bookings', name: 'bookings', icon: 'bookings', letter: 'b', needs: 'view_bookings' },
      { to: '/tasks', name: 'tasks', icon: 'check', letter: 'w', needs: 'view_guests' },
    ],
  },
  {
    name: 'know',
    destinations: [
      { to: '/insight', name: 'insight', icon: 'insight', letter: 'n', needs: 'view_insight' },
      { to: '/audiences', name: 'audiences', icon: 'audience', letter: 'a', needs: 'view_audiences' },
      { to: '/identity/desk', also: ['/identity'], name: 'identity', icon: 'pair', letter: 'd', needs: 'resolve_guests' },
      { to: '/tags', name: 'tags', icon: 'tag', letter: 'l', needs: 'view_guests' },
    ],
  },
  {
    name: 'act',
    destinations: [{ to: '/loyalty', name: 'loyalty', icon: 'loyalty', letter: 'm', needs: 'view_loyalty' }],
  },
  {
    name: 'guard',
    destinations: [
      { to: '/trust', name: 'trust', icon: 'quarantine', letter: 't' },
      { to: '/sources', also: ['/runs', '/quarantine', '/import'], name: 'sources', icon: 'sources', letter: 's', needs: 'view_sources' },
    ],
  },
]

/** Further addresses that only the keyboard reaches. */
export const letters: Readonly<Record<string, string>> = { r: '/runs', q: '/quarantine', i: '/import' }

export function isAt(destination: Destination, path: string): boolean {
  if (destination.to === '/') return path === '/'
  return [destination.to, ...(destination.also ?? [])].some((start) => path === start || path.startsWith(`${start}/`))
}
