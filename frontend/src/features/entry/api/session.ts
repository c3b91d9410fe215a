import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body, rememberCsrf } from '@/lib/http'
import { type Me, sessionQuery } from '@/lib/session'
import { askPasskey, pendingFactor, settled, signInApi } from '@/lib/signIn'

export interface Credentials {
  email: string
  password: string
}
export type FirstAdministrator = components['schemas']['FirstAdministrator']

function useWelcome(): (me: Me) => void {
  const queries = useQueryClient()
  return (me) => {
    rememberCsrf(me.csrf)
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, me)
  }
}

const whoIsIt = () => body(api.GET('/api/session'))

async function signIn(given: Credentials): Promise<Me> {
  await settled(signInApi.POST('/_allauth/browser/v1/auth/login', { body: { email: given.email.trim(), password: given.password } }))
  return whoIsIt()
}

/** By password; throws FactorNeeded where a second factor must follow. */
export function useSignIn() {
  const welcome = useWelcome()
  return useMutation({ mutationFn: signIn, onSuccess: welcome })
}

/** The second step: a code of the authenticator app, or a recovery code. */
export function useCode() {
  const welcome = useWelcome()
  return useMutation({
    mutationFn: async (code: string) => {
      await settled(signInApi.POST('/_allauth/browser/v1/auth/2fa/authenticate', { body: { code: code.replaceAll(' ', '') } }))
      return whoIsIt()
    },
    onSuccess: welcome,
  })
}

/** A passkey instead of the password, or as the second step after it. */
export function usePasskeySignIn(step: 'login' | 'authenticate') {
  const welcome = useWelcome()
  return useMutation({
    mutationFn: async () => {
      const address = `/_allauth/browser/v1/auth/webauthn/${step}` as const
      const { data } = await settled(signInApi.GET(address))
      const credential = await askPasskey(data.request_options)
      await settled(signInApi.POST(address, { body: { credential: credential as never } }))
      return whoIsIt()
    },
    onSuccess: welcome,
  })
}

/** The company's single sign-on, where one is set up. */
export function useProvider() {
  return useQuery({
    queryKey: ['sign-in', 'config'],
    queryFn: () => settled(signInApi.GET('/_allauth/browser/v1/config')),
    select: ({ data }) => data.socialaccount?.providers[0],
    staleTime: Infinity,
  })
}

/** Whether this browser is half signed in, as after single sign-on of someone with a second factor. */
export function usePendingFactor() {
  return useQuery({ queryKey: ['sign-in', 'pending'], queryFn: pendingFactor, staleTime: 0, retry: false })
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
      return signIn(choice)
    },
    onSuccess: welcome,
  })
}
