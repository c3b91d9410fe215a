import { queryOptions } from '@tanstack/react-query'
import { api, body } from './http'

/** How much waits on the person's own desk: tasks, and notes that ask to look. */
export const deskQuery = queryOptions({
  queryKey: ['desk', 'count'],
  refetchInterval: 60_000,
  queryFn: () => body(api.GET('/api/desk')),
})
