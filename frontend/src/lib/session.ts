import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api, body, Problem, rememberCsrf } from './http'
import type { components } from './generated/api'

export type Me = components['schemas']['Me']
export type Permission =
  | 'view_guests'
  | 'reveal_contacts'
  | 'view_bookings'
  | 'view_insight'
  | 'manage_models'
  | 'view_sources'
  | 'edit_guests'
  | 'resolve_guests'
  | 'manage_tags'
  | 'view_audiences'
  | 'edit_audiences'
  | 'view_loyalty'
  | 'serve_members'
  | 'adjust_points'
  | 'manage_loyalty'
  | 'load_data'
  | 'manage_sources'
  | 'export_data'
  | 'decide_prices'
  | 'manage_people'
  | 'manage_trust'
  | 'view_audit'
  | 'record_consent'
  | 'manage_consent'
  | 'handle_requests'
  | 'manage_retention'
  | 'manage_keys'
  | 'manage_incidents'
  | 'approve'

/** Who is signed in; null for a stranger. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 5 * 60_000,
  retry: false,
  queryFn: async (): Promise<Me | null> => {
    try {
      const me = await body(api.GET('/api/session'))
      rememberCsrf(me.csrf)
      return me
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) return null
      throw error
    }
  },
})

/** The person who is signed in; only inside pages that ask for it. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new Problem(401, 'signed_out', '', '')
  return data
}

/** Whether the person works for the whole company: has the root of the unit tree. */
export function useForCompany(): boolean {
  return useMe().units.some((unit) => unit.parent_id === null)
}

/** Whether the person may do something. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}

/** Whether the person may do something for the whole company. */
export function useMayForCompany(permission: Permission): boolean {
  const may = useMay(permission)
  return useForCompany() && may
}
