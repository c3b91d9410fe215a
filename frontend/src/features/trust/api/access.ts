import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type Colleague = components['schemas']['Colleague']
export type PersonChange = components['schemas']['PersonChange']
export type Invitation = components['schemas']['Invitation']
export type LinkOutcome = components['schemas']['LinkOutcome']
export type RoleUse = components['schemas']['RoleUse']
export type RoleChange = components['schemas']['RoleChange']
export type NewRole = components['schemas']['NewRole']
export type PermissionWords = components['schemas']['PermissionWords']
export type Unit = components['schemas']['Unit']
export type UnitChange = components['schemas']['UnitChange']
export type NewUnit = components['schemas']['NewUnit']

export const clearFields = ['phone', 'email', 'wechat', 'birth_date', 'document', 'address'] as const
export const unitKinds = ['brand', 'region', 'property', 'team'] as const

/** Returns what to do after any change of access: every list of this part is read again. */
function useFresh() {
  const queries = useQueryClient()
  return () => Promise.all(['people', 'person', 'roles', 'units', 'approvals', 'notifications'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
}

export function usePeople(text: string | undefined) {
  return useInfiniteQuery(pagesQuery(['people', text], (page) => body(api.GET('/api/people', { params: { query: { text, page } } }))))
}

export function usePerson(person_id: string | undefined) {
  return useQuery({
    queryKey: ['person', person_id],
    queryFn: () => body(api.GET('/api/people/{person_id}', { params: { path: { person_id: person_id ?? '' } } })),
    enabled: !!person_id,
  })
}

export function useInvite() {
  return useMutation({ mutationFn: (invitation: Invitation) => body(api.POST('/api/people', { body: invitation })), onSuccess: useFresh() })
}

export function useChangePerson(person_id: string) {
  return useMutation({
    mutationFn: (change: PersonChange) => body(api.PATCH('/api/people/{person_id}', { params: { path: { person_id } }, body: change })),
    onSuccess: useFresh(),
  })
}

export function useDeactivate(person_id: string) {
  return useMutation({ mutationFn: () => api.POST('/api/people/{person_id}/deactivate', { params: { path: { person_id } } }), onSuccess: useFresh() })
}

/** A new link by which the person chooses a password; shown this once. */
export function useOpenAccount(person_id: string) {
  return useMutation({
    mutationFn: (reason: string) => body(api.POST('/api/people/{person_id}/link', { params: { path: { person_id } }, body: { reason } })),
    onSuccess: useFresh(),
  })
}

/** Asks a second person to forget a colleague's second factors. */
export function useResetFactors(person_id: string) {
  return useMutation({
    mutationFn: (reason: string) => body(api.POST('/api/people/{person_id}/factors/reset', { params: { path: { person_id } }, body: { reason } })),
    onSuccess: useFresh(),
  })
}

export function useRoles() {
  return useQuery({ queryKey: ['roles'], queryFn: () => body(api.GET('/api/roles')) })
}

export function usePermissions() {
  return useQuery({ queryKey: ['permissions'], queryFn: () => body(api.GET('/api/permissions')), staleTime: Infinity })
}

/** Creates a role, or changes the one with this code. Resolves to the approval it waits for, if any. */
export function useSaveRole(role_code: string | undefined) {
  return useMutation({
    mutationFn: async ({ code, ...change }: NewRole): Promise<string | null> => {
      if (role_code) return (await body(api.PUT('/api/roles/{role_code}', { params: { path: { role_code } }, body: change }))).approval_id
      await api.POST('/api/roles', { body: { code, ...change } })
      return null
    },
    onSuccess: useFresh(),
  })
}

export function useDeleteRole() {
  return useMutation({
    mutationFn: (role_code: string) => api.DELETE('/api/roles/{role_code}', { params: { path: { role_code } } }),
    onSuccess: useFresh(),
  })
}

export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: () => body(api.GET('/api/units')) })
}

/** Creates a unit, or renames and moves the one given. */
export function useSaveUnit(unit: Unit | undefined) {
  return useMutation({
    mutationFn: (wanted: NewUnit): Promise<unknown> => {
      if (!unit) return api.POST('/api/units', { body: wanted })
      const { name_zh, name_en, parent_code } = wanted
      return api.PATCH('/api/units/{unit_id}', { params: { path: { unit_id: unit.id } }, body: { name_zh, name_en, parent_code } })
    },
    onSuccess: useFresh(),
  })
}
