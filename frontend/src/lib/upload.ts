import { Problem, problemOf, requestHeaders } from './http'

export interface Progress {
  sent: number
  total: number
}

function answerOf(request: XMLHttpRequest): Response {
  const id = request.getResponseHeader('X-Request-ID')
  return new Response(request.responseText, { status: request.status, headers: id ? { 'X-Request-ID': id } : {} })
}

/**
 * Sends a form and reports how far it is; the browser's own fetch cannot tell.
 * Rejects with a Problem; with code "aborted" when `signal` was raised.
 */
export function sendForm<T>(path: string, form: FormData, onProgress: (now: Progress) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    for (const [name, value] of Object.entries(requestHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress({ sent: event.loaded, total: event.total })
    request.onerror = () => reject(new Problem(0, 'unreachable', '', ''))
    request.onabort = () => reject(new Problem(0, 'aborted', '', ''))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else void problemOf(answerOf(request)).then(reject)
    }
    signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
