import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body, rememberCsrf } from '@/lib/http'
import { type Me, sessionQuery } from '@/lib/session'

export type Credentials = components['schemas']['Credentials']
export type FirstAdministrator = components['schemas']['FirstAdministrator']

function useWelcome(): (me: Me) => void {
  const queries = useQueryClient()
  return (me) => {
    rememberCsrf(me.csrf)
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, me)
  }
}

export function useSignIn() {
  const welcome = useWelcome()
  return useMutation({ mutationFn: (given: Credentials) => body(api.POST('/api/session', { body: given })), onSuccess: welcome })
}

/** Whether the one-time link still opens; unknown until the server answered. */
export function useSetupLink(token: string) {
  const path = { token }
  return useQuery({ queryKey: ['setup', token], queryFn: () => body(api.GET('/api/setup/{token}', { params: { path } })), retry: false })
}

/** Creates the first administrator and signs the person in at once. */
export function useSetUp(token: string) {
  const welcome = useWelcome()
  return useMutation({
    mutationFn: async (choice: FirstAdministrator) => {
      await api.POST('/api/setup/{token}', { params: { path: { token } }, body: choice })
      return body(api.POST('/api/session', { body: { email: choice.email, password: choice.password } }))
    },
    onSuccess: welcome,
  })
}
