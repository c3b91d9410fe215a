import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Search = Record<string, string | undefined>

/** Reads `?a=1&b=x` as plain text; an address is something people read, send and edit. */
export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

export function searchText(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
  const text = new URLSearchParams(given).toString()
  return text ? `?${text}` : ''
}

/** Returns a named part of the address, such as the id in `/guests/$guestId`. */
export function useParam(name: string): string {
  const params: Partial<Record<string, string>> = useParams({ strict: false })
  return params[name] ?? ''
}

/** The filters of a page, kept in the address so that they can be sent to a colleague. */
export function useAddress(): [Search, (change: Search, options?: { push?: boolean }) => void] {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (part: Search, options: { push?: boolean } = {}) => {
      void navigate({
        to: '.',
        replace: !options.push,
        resetScroll: false,
        search: (before: Search) => ({ ...before, ...part }),
      } as never)
    },
    [navigate],
  )
  return [search, change]
}
