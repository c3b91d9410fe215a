import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './generated/api'
import { idleSeconds } from './idle'

/** What the server said when it could not do what was asked; `message` is a sentence for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string,
    readonly context: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.name = 'Problem'
  }
}

const state = { csrf: '', language: 'zh-CN' }

/** Remembers the token every changing request must carry. */
export function rememberCsrf(token: string): void {
  state.csrf = token
}

/** Sets the language in which the server writes its sentences. */
export function speak(language: string): void {
  state.language = language
}

/** The token of the cookie, which is there before anyone has signed in; else the one the session told us. */
function csrfToken(): string {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? state.csrf
}

/** Headers of a request, for the few that the client below cannot send. */
export function requestHeaders(): Record<string, string> {
  return { 'Accept-Language': state.language, 'X-CSRFToken': csrfToken(), 'X-Idle': String(idleSeconds()) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Turns an answer that is not a success into a Problem, whatever its body. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}))
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const id = text(fields.request_id) || (response.headers.get('X-Request-ID') ?? '')
  const sentence = text(fields.detail) || text(fields.title) || text(fields.message)
  return new Problem(response.status, text(fields.code) || `http_${response.status}`, sentence, id, fields)
}

const manners: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(requestHeaders())) {
      if (value) request.headers.set(name, value)
    }
    return request
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
    return response
  },
  onError({ error }) {
    if (error instanceof Problem) return error
    return new Problem(0, 'unreachable', '', '')
  },
}

export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' })
api.use(manners)

/** Returns the body of a successful answer; a failed one was thrown as a Problem before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  return data as T
}
