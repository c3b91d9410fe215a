import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type ServiceAccount = components['schemas']['ServiceAccount']
export type ServiceAccountDraft = components['schemas']['ServiceAccountDraft']
export type ApiKey = components['schemas']['ApiKey']

const key = ['service-accounts']

export function useServiceAccounts() {
  return useQuery({ queryKey: key, queryFn: () => body(api.GET('/api/service-accounts')) })
}

/** The permissions this person may give to a machine. */
export function useScopes() {
  return useQuery({ queryKey: ['scopes'], queryFn: () => body(api.GET('/api/scopes')), staleTime: Infinity })
}

/** People who may answer for a machine, by a part of their name; none where the list of people is not this person's to see. */
export function useOwners(text: string, enabled: boolean) {
  return useQuery({
    queryKey: ['owners', text],
    queryFn: () => body(api.GET('/api/people', { params: { query: { text: text || undefined } } })),
    select: ({ items }) => items.filter((one) => one.state !== 'left'),
    enabled,
  })
}

function useChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: key })
}

/** Makes a machine, or changes the one with this id. */
export function useSaveAccount(account_id: string | null) {
  const changed = useChanged()
  return useMutation({
    mutationFn: async (draft: ServiceAccountDraft) => {
      if (account_id) await api.PUT('/api/service-accounts/{account_id}', { params: { path: { account_id } }, body: draft })
      else await api.POST('/api/service-accounts', { body: draft })
    },
    onSuccess: changed,
  })
}

export function useEndAccount() {
  const changed = useChanged()
  return useMutation({ mutationFn: (account_id: string) => api.DELETE('/api/service-accounts/{account_id}', { params: { path: { account_id } } }), onSuccess: changed })
}

export function useMakeKey(account_id: string) {
  const changed = useChanged()
  const path = { account_id }
  return useMutation({
    mutationFn: (days: number) => body(api.POST('/api/service-accounts/{account_id}/keys', { params: { path }, body: { days } })),
    onSuccess: changed,
  })
}

export function useRevokeKey() {
  const changed = useChanged()
  return useMutation({ mutationFn: (key_id: string) => api.DELETE('/api/keys/{key_id}', { params: { path: { key_id } } }), onSuccess: changed })
}
