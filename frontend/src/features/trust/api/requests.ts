import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type RequestSummary = components['schemas']['RequestSummary']
export type SubjectRequest = components['schemas']['Request']
export type RequestKind = components['schemas']['RequestKind']
export type RequestState = components['schemas']['RequestState']
export type RequestOpen = components['schemas']['RequestOpen']
export type GivenValues = components['schemas']['GivenValues']
export type FoundRecord = components['schemas']['FoundRecord']
export type Compared = components['schemas']['Compared']
export type RequestStep = components['schemas']['Step']
export type Verification = components['schemas']['Verification']
export type MapRow = components['schemas']['MapRow']
export type RightsPolicy = components['schemas']['RightsPolicy']
export type RightsPolicyChange = components['schemas']['RightsPolicyChange']
export type MetAgain = components['schemas']['MetAgain']

export const kinds = ['know', 'copy', 'port', 'correct', 'delete', 'restrict', 'object', 'explain'] as const
export const states = ['open', 'received', 'approval', 'working', 'ready', 'answered', 'refused'] as const
export const laws = ['pipl', 'gdpr'] as const
export const intakes = ['desk', 'email', 'api'] as const
export const clockUnits = ['working_days', 'days', 'months'] as const
export const deeds = ['block', 'flag', 'nothing'] as const
export const givenFields = ['phone', 'email', 'document', 'name', 'birth_date'] as const

const WATCH_MS = 1500

function oneOf<T extends string>(value: string | undefined, known: readonly T[]): T | undefined {
  return known.find((one) => one === value)
}

export function useRequests(where: { state?: string; kind?: string }) {
  const query = { state: oneOf(where.state, states), kind: oneOf(where.kind, kinds) }
  return useQuery({ queryKey: ['requests', query], queryFn: () => body(api.GET('/api/requests', { params: { query } })) })
}

/** One request, asked for again and again while the work goes on. */
export function useRequest(request_id: string) {
  return useQuery({
    queryKey: ['request', request_id],
    queryFn: () => body(api.GET('/api/requests/{request_id}', { params: { path: { request_id } } })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.summary.state === 'working' ? WATCH_MS : false),
  })
}

/** What the company decided about the clocks and about people who were erased. */
export function useRightsPolicy() {
  return useQuery({ queryKey: ['rights-policy'], queryFn: () => body(api.GET('/api/rights-policy')) })
}

export function useChangeRightsPolicy() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: RightsPolicyChange) => api.PUT('/api/rights-policy', { body: change }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['rights-policy'] }),
  })
}

export function useFindRecords() {
  return useMutation({ mutationFn: (given: GivenValues) => body(api.POST('/api/requests/find', { body: given })) })
}

/** Other records that may be the same person. */
export function useAlike(record_id: string) {
  return useQuery({
    queryKey: ['requests', 'alike', record_id],
    queryFn: () => body(api.GET('/api/requests/alike/{record_id}', { params: { path: { record_id } } })),
    enabled: record_id !== '',
  })
}

export function useOpenRequest() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (opened: RequestOpen) => body(api.POST('/api/requests', { body: opened })),
    onSuccess: () => Promise.all(['requests', 'guest-rights'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}

/** Everything that can be done with one request; each asks for it again. */
export function useRequestActions(request_id: string) {
  const queries = useQueryClient()
  const path = { request_id }
  const onSettled = () => Promise.all([['request', request_id], ['requests'], ['notifications']].map((queryKey) => queries.invalidateQueries({ queryKey })))
  return {
    identify: useMutation({ mutationFn: (given: GivenValues) => body(api.POST('/api/requests/{request_id}/identity', { params: { path }, body: given })), onSettled }),
    waive: useMutation({ mutationFn: (text: string) => api.POST('/api/requests/{request_id}/identity/waive', { params: { path }, body: { text } }), onSettled }),
    start: useMutation({ mutationFn: () => body(api.POST('/api/requests/{request_id}/start', { params: { path } })), onSettled }),
    resume: useMutation({ mutationFn: () => api.POST('/api/requests/{request_id}/resume', { params: { path } }), onSettled }),
    answer: useMutation({ mutationFn: (text: string) => api.POST('/api/requests/{request_id}/answer', { params: { path }, body: { text } }), onSettled }),
    refuse: useMutation({ mutationFn: (text: string) => api.POST('/api/requests/{request_id}/refuse', { params: { path }, body: { text } }), onSettled }),
    lift: useMutation({ mutationFn: (text: string) => api.POST('/api/requests/{request_id}/lift', { params: { path }, body: { text } }), onSettled }),
    extend: useMutation({
      mutationFn: (extension: { until: string; because: string }) => api.POST('/api/requests/{request_id}/extend', { params: { path }, body: extension }),
      onSettled,
    }),
    complete: useMutation({
      mutationFn: ({ step_id, text }: { step_id: string; text: string }) =>
        api.POST('/api/requests/{request_id}/steps/{step_id}/done', { params: { path: { request_id, step_id } }, body: { text } }),
      onSettled,
    }),
    download: useMutation({
      mutationFn: async (name: string) => {
        const answer = await api.POST('/api/requests/{request_id}/package', { params: { path }, parseAs: 'blob' })
        hand(answer.data as unknown as Blob, name)
      },
    }),
  }
}

export type RequestActions = ReturnType<typeof useRequestActions>

/** Gives a file to the person, as a link would. */
function hand(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

export function useDataMap() {
  return useQuery({ queryKey: ['data-map'], queryFn: () => body(api.GET('/api/data-map')) })
}

export function useMetAgain() {
  return useQuery({ queryKey: ['met-again'], queryFn: () => body(api.GET('/api/requests/met-again')) })
}
