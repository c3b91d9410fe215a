import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from '@/lib/http'
import { sessionQuery } from '@/lib/session'

const TRIES = 2

/** A session that ended meanwhile sends the person to the login page, and back afterwards. */
function onFailure(error: unknown): void {
  if (error instanceof Problem && error.status === 401 && queries.getQueryData(sessionQuery.queryKey)) {
    queries.setQueryData(sessionQuery.queryKey, null)
    const back = window.location.pathname + window.location.search
    const why = error.code === 'session_idle' ? '&ended=idle' : ''
    window.location.assign(`/login?back=${encodeURIComponent(back)}${why}`)
  }
}

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onFailure }),
  mutationCache: new MutationCache({ onError: onFailure }),
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      // Only a server that could not be reached is asked again: an answer, even a bad one, is an answer.
      retry: (count, error) => error instanceof Problem && error.status === 0 && count < TRIES,
    },
  },
})
