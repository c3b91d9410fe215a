import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/sign_in'
import { api, body } from '@/lib/http'
import { sessionQuery } from '@/lib/session'
import { askPasskey, makePasskey, settled, signInApi } from '@/lib/signIn'

export type Factor = components['schemas']['AuthenticatorList'][number]
export type Passkey = components['schemas']['WebAuthnAuthenticator']
export type DeviceSession = components['schemas']['Session']

const FACTORS = '/_allauth/browser/v1/account/authenticators'
const APP = `${FACTORS}/totp` as const
const CODES = `${FACTORS}/recovery-codes` as const
const PASSKEYS = `${FACTORS}/webauthn` as const
const SESSIONS = '/_allauth/browser/v1/auth/sessions'
const factorsKey = ['security', 'factors']
const sessionsKey = ['security', 'sessions']

export function useFactors() {
  return useQuery({ queryKey: factorsKey, queryFn: async () => (await settled(signInApi.GET(FACTORS))).data })
}

/** After any change: the factors, and whether one still must be added. */
function useChanged(): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: ['security'] })
    void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
}

export interface NewApp {
  secret: string
  totp_url: string
}

/** A fresh secret for an authenticator app; allauth says "not found" where none is set up, and the secret beside it. */
export async function newApp(): Promise<NewApp> {
  const { error } = await signInApi.GET(APP)
  return (error as { meta: NewApp }).meta
}

export function useAddApp() {
  const changed = useChanged()
  return useMutation({ mutationFn: (code: string) => settled(signInApi.POST(APP, { body: { code } })), onSuccess: changed })
}

export function useRemoveApp() {
  const changed = useChanged()
  return useMutation({ mutationFn: () => settled(signInApi.DELETE(APP)), onSuccess: changed })
}

/** The codes themselves where they have not been shown yet; null where they have. */
export async function recoveryCodes(): Promise<readonly string[] | null> {
  const { data } = await settled(signInApi.GET(CODES))
  return 'unused_codes' in data ? data.unused_codes : null
}

/** Makes the codes anew: those of before open nothing any more. allauth's document leaves out what it answers. */
export async function newRecoveryCodes(): Promise<readonly string[]> {
  const made: { data: { unused_codes: string[] } } = await settled(signInApi.POST(CODES) as never)
  return made.data.unused_codes
}

export function useAddPasskey() {
  const changed = useChanged()
  return useMutation({
    mutationFn: async (name: string) => {
      const { data } = await settled(signInApi.GET(PASSKEYS, { params: { query: { passwordless: true } } }))
      const credential = await makePasskey(data.creation_options)
      return settled(signInApi.POST(PASSKEYS, { body: { name, credential: credential as never } }))
    },
    onSuccess: changed,
  })
}

export function useRemovePasskey() {
  const changed = useChanged()
  return useMutation({ mutationFn: (id: number) => settled(signInApi.DELETE(PASSKEYS, { body: { authenticators: [id] } })), onSuccess: changed })
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (given: { current: string; fresh: string }) =>
      settled(
        signInApi.POST('/_allauth/browser/v1/account/password/change', { body: { current_password: given.current, new_password: given.fresh } }),
      ),
  })
}

export function useSessions() {
  return useQuery({ queryKey: sessionsKey, queryFn: async () => (await settled(signInApi.GET(SESSIONS))).data })
}

export function useEndSessions() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (sessions: number[]) => settled(signInApi.DELETE(SESSIONS, { body: { sessions } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: sessionsKey }),
  })
}

/** Proves once more who is there; good for five minutes. */
export const proof = {
  byPassword: (password: string) => settled(signInApi.POST('/_allauth/browser/v1/auth/reauthenticate', { body: { password } })),
  byCode: (code: string) => settled(signInApi.POST('/_allauth/browser/v1/auth/2fa/reauthenticate', { body: { code } })),
  byPasskey: async () => {
    const address = '/_allauth/browser/v1/auth/webauthn/reauthenticate'
    const { data } = await settled(signInApi.GET(address))
    const credential = await askPasskey(data.request_options)
    return settled(signInApi.POST(address, { body: { credential: credential as never } }))
  },
}

export function useDemandFactor() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ code, demands, reason }: { code: string; demands: boolean; reason: string }) =>
      body(api.PUT('/api/roles/{code}/second-factor', { params: { path: { code } }, body: { demands, reason } })),
    onSuccess: () => Promise.all(['roles', 'approvals', 'notifications'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}
