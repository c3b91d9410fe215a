import createClient from 'openapi-fetch'
import type { components, paths } from './generated/sign_in'
import { Problem, requestHeaders } from './http'

export type FactorType = components['schemas']['AuthenticatorType']

/** The password was right; one of these must follow. */
export class FactorNeeded extends Error {
  constructor(readonly types: readonly FactorType[]) {
    super('factor needed')
  }
}

/** Whoever is signed in must prove it once more before this is done. */
export class ProofNeeded extends Error {
  constructor(
    readonly byPassword: boolean,
    readonly types: readonly FactorType[],
  ) {
    super('proof needed')
  }
}

interface Flow {
  id: string
  is_pending?: boolean
  types?: readonly FactorType[]
}

interface Answer {
  meta?: { is_authenticated?: boolean }
  data?: { flows?: readonly Flow[] }
  errors?: readonly { code?: string; message?: string }[]
}

/** The addresses of signing in; they speak allauth's own shape, so answers pass through `settled`. */
export const signInApi = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' })
signInApi.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(requestHeaders())) if (value) request.headers.set(name, value)
    return request
  },
  onError: () => new Problem(0, 'unreachable', '', ''),
})

/** Returns the body of a success; throws what is needed next, or a Problem whose code `useFault` turns into a sentence. */
export async function settled<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  throw reasonOf((error ?? {}), response)
}

function reasonOf(answer: Answer, response: Response): Error {
  const flows = answer.data?.flows ?? []
  const pending = flows.find((flow) => flow.id === 'mfa_authenticate' && flow.is_pending)
  if (pending) return new FactorNeeded(pending.types ?? [])
  if (response.status === 401 && answer.meta?.is_authenticated) {
    const factor = flows.find((flow) => flow.id === 'mfa_reauthenticate')
    return new ProofNeeded(
      flows.some((flow) => flow.id === 'reauthenticate'),
      factor?.types ?? [],
    )
  }
  const [first] = answer.errors ?? []
  const code = first?.code ?? (response.status === 429 ? 'too_many_login_attempts' : codeOf(answer))
  return new Problem(response.status, code, first?.message ?? sentenceOf(answer), response.headers.get('X-Request-ID') ?? '')
}

/** Refusals that never reached allauth (CSRF, size) come in our own shape. */
function codeOf(answer: object): string {
  return 'code' in answer && typeof answer.code === 'string' ? answer.code : 'refused'
}

function sentenceOf(answer: object): string {
  return 'detail' in answer && typeof answer.detail === 'string' ? answer.detail : ''
}

/** The factor that is asked for after the password, where this browser is half signed in; null otherwise. */
export async function pendingFactor(): Promise<readonly FactorType[] | null> {
  const { error } = await signInApi.GET('/_allauth/browser/v1/auth/session')
  const flows: readonly Flow[] = (error as Answer | undefined)?.data?.flows ?? []
  return flows.find((flow) => flow.id === 'mfa_authenticate' && flow.is_pending)?.types ?? null
}

/** Whether this browser, at this address, can make and use passkeys: they belong to a host name, never to a bare IP address. */
export const hasPasskeys =
  typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential && !/^[\d.]+$|:/.test(window.location.hostname)

type CreationJson = PublicKeyCredentialCreationOptionsJSON
type RequestJson = PublicKeyCredentialRequestOptionsJSON

/** Asks the device for a passkey that exists; throws the browser's own refusal where the person cancels. */
export async function askPasskey(options: unknown): Promise<unknown> {
  const { publicKey } = options as { publicKey: RequestJson }
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) })
  return (credential as PublicKeyCredential).toJSON()
}

/** Asks the device to make a passkey. */
export async function makePasskey(options: unknown): Promise<unknown> {
  const { publicKey } = options as { publicKey: CreationJson }
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
  return (credential as PublicKeyCredential).toJSON()
}
