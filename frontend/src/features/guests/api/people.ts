import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

type Schemas = components['schemas']
export type Relation = Schemas['RelationLine']
export type RelationFields = Schemas['RelationFields']
export type GuestGraph = Schemas['GuestGraph']
export type GraphPerson = Schemas['GraphPerson']
export type GraphTie = Schemas['GraphTie']
export type Employer = Schemas['Employer']

const of = (guest_id: string) => ({ params: { path: { guest_id } } })

export function useRelations(guest_id: string) {
  return useQuery({ queryKey: ['guest', guest_id, 'relations'], queryFn: () => body(api.GET('/api/guests/{guest_id}/relations', of(guest_id))) })
}

export function useGraph(guest_id: string) {
  return useQuery({ queryKey: ['guest', guest_id, 'graph'], queryFn: () => body(api.GET('/api/guests/{guest_id}/graph', of(guest_id))) })
}

/** Guests by a typed name or number, to choose one. */
export function useFoundGuests(text: string) {
  return useQuery({
    queryKey: ['guests', 'choice', text],
    enabled: text.trim().length > 0,
    queryFn: () => body(api.POST('/api/guests/search', { body: { text, size: 10 } })),
  })
}

function useFresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['guest'] })
}

export function useAddRelation(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (fields: RelationFields) => body(api.POST('/api/guests/{guest_id}/relations', { ...of(guest_id), body: fields })), onSuccess })
}

export type Word = 'confirm' | 'deny' | 'remove'

/** Says that a relation is so or not so, or takes that back. */
export function useSayRelation() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ id, word }: { id: string; word: Word }): Promise<unknown> => {
      const params = { params: { path: { relation_id: id } } }
      if (word === 'confirm') return api.POST('/api/relations/{relation_id}/confirm', params)
      if (word === 'deny') return api.POST('/api/relations/{relation_id}/deny', params)
      return api.DELETE('/api/relations/{relation_id}', params)
    },
    onSuccess,
  })
}
