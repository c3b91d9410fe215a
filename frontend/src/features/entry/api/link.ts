import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from '@/lib/http'

/** Whether the one-time link still opens, and for whom. */
export function useLink(token: string) {
  const path = { token }
  return useQuery({ queryKey: ['link', token], queryFn: () => body(api.GET('/api/links/{token}', { params: { path } })), retry: false })
}

/** Sets the password; the person then signs in, with whatever else that takes. */
export function useLinkUse(token: string) {
  return useMutation({ mutationFn: (choice: { password: string }) => api.POST('/api/links/{token}', { params: { path: { token } }, body: choice }) })
}
