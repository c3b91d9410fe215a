import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'
import { sendForm } from '@/lib/upload'

type Schemas = components['schemas']
export type StaffMoment = Schemas['StaffMoment']
export type Task = Schemas['Task']
export type TaskFields = Schemas['TaskFields']
export type CallFields = Schemas['CallFields']
export type Peer = Schemas['Peer']
export type Owners = Schemas['Owners']
export type Trait = Schemas['Trait']
export type TraitKind = Schemas['TraitKind']
export type TraitFields = Schemas['TraitFields']
export type HandEntry = Schemas['HandEntry']
export type HandLeads = Schemas['HandLeads']
export type LikelyGuest = Schemas['LikelyGuest']
export type MentionOfMe = Schemas['MentionOfMe']
export type TagsOfGuest = Schemas['TagsOfGuest']
export const momentKinds = ['note', 'call', 'file'] as const
export const callOutcomes = ['answered', 'no_answer', 'call_back', 'solved', 'handed_on'] as const
export const callDirections = ['inbound', 'outbound'] as const

/** Returns what to do after something was written about a guest: everything shown of the guest, and the desk, is read again. What is still being
 * read for the first time is read anew too: the query library would take it for the new one, though it was asked for before the writing. */
function useFresh() {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      ['guest', 'guests', 'desk', 'tags'].map(async (key) => {
        await queries.cancelQueries({ queryKey: [key] })
        await queries.invalidateQueries({ queryKey: [key] })
      }),
    )
}

const of = (guest_id: string) => ({ params: { path: { guest_id } } })

export function useMoments(guest_id: string) {
  return useInfiniteQuery(
    pagesQuery(['guest', guest_id, 'moments'], (page) =>
      body(api.GET('/api/guests/{guest_id}/moments', { params: { path: { guest_id }, query: { page, size: 4 } } })),
    ),
  )
}

export function usePeers(guest_id: string, enabled = true) {
  return useQuery({ queryKey: ['guest', guest_id, 'peers'], enabled, queryFn: () => body(api.GET('/api/guests/{guest_id}/peers', of(guest_id))) })
}

export function useWriteNote(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (note: Schemas['NoteFields']) => body(api.POST('/api/guests/{guest_id}/notes', { ...of(guest_id), body: note })), onSuccess })
}

export function useChangeNote() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ id, ...note }: Schemas['NoteChange'] & { id: string }) => api.PUT('/api/notes/{note_id}', { params: { path: { note_id: id } }, body: note }),
    onSuccess,
  })
}

export function useNoteVersions(note_id: string) {
  return useQuery({ queryKey: ['note', note_id], staleTime: 0, queryFn: () => body(api.GET('/api/notes/{note_id}/versions', { params: { path: { note_id } } })) })
}

/** Takes a note, a call or a file from everybody's sight. */
export function useDeleteMoment() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ kind, id }: StaffMoment): Promise<unknown> => {
      if (kind === 'note') return api.DELETE('/api/notes/{note_id}', { params: { path: { note_id: id } } })
      if (kind === 'call') return api.DELETE('/api/calls/{call_id}', { params: { path: { call_id: id } } })
      return api.DELETE('/api/files/{file_id}', { params: { path: { file_id: id } } })
    },
    onSuccess,
  })
}

export function useLogCall(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (call: CallFields) => body(api.POST('/api/guests/{guest_id}/calls', { ...of(guest_id), body: call })), onSuccess })
}

export function useAttach(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.append('file', file)
      return sendForm<{ id: string }>(`/api/guests/${guest_id}/files`, form, () => undefined)
    },
    onSuccess,
  })
}

export function useTasks(guest_id: string) {
  return useQuery({ queryKey: ['guest', guest_id, 'tasks'], queryFn: () => body(api.GET('/api/guests/{guest_id}/tasks', of(guest_id))) })
}

export function useSetTask(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (task: TaskFields) => body(api.POST('/api/guests/{guest_id}/tasks', { ...of(guest_id), body: task })), onSuccess })
}

export function useChangeTask() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ id, ...task }: Schemas['TaskChange'] & { id: string }) => api.PUT('/api/tasks/{task_id}', { params: { path: { task_id: id } }, body: task }),
    onSuccess,
  })
}

export function useStepTask() {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ id, ...step }: Schemas['TaskStep'] & { id: string }) => api.POST('/api/tasks/{task_id}/state', { params: { path: { task_id: id } }, body: step }),
    onSuccess,
  })
}

export function useMyTasks(state: 'open' | 'closed') {
  return useInfiniteQuery(pagesQuery(['desk', 'tasks', state], (page) => body(api.GET('/api/tasks', { params: { query: { state, page } } }))))
}

export function useMyMentions() {
  return useInfiniteQuery(pagesQuery(['desk', 'mentions'], (page) => body(api.GET('/api/desk/mentions', { params: { query: { page, size: 20 } } }))))
}

export function useSeeMentions() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (ids: string[]) => api.POST('/api/desk/mentions/seen', { body: { ids } }), onSuccess })
}

export function useOwners(guest_id: string) {
  return useQuery({ queryKey: ['guest', guest_id, 'owners'], queryFn: () => body(api.GET('/api/guests/{guest_id}/owners', of(guest_id))) })
}

export function useGiveOwner(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (choice: Schemas['OwnerChoice']) => api.PUT('/api/guests/{guest_id}/owners', { ...of(guest_id), body: choice }), onSuccess })
}

export function useOwnUnits(enabled = true) {
  return useQuery({ queryKey: ['units'], enabled, queryFn: () => body(api.GET('/api/units')) })
}

export function useTraitKinds(enabled = true) {
  return useQuery({ queryKey: ['trait-kinds'], enabled, staleTime: Infinity, queryFn: () => body(api.GET('/api/trait-kinds')) })
}

export function usePreferences(guest_id: string) {
  return useQuery({ queryKey: ['guest', guest_id, 'traits'], queryFn: () => body(api.GET('/api/guests/{guest_id}/traits', of(guest_id))) })
}

export function useSayTrait(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (trait: TraitFields) => body(api.POST('/api/guests/{guest_id}/traits', { ...of(guest_id), body: trait })), onSuccess })
}

export function useEndTrait() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (trait_id: string) => api.DELETE('/api/traits/{trait_id}', { params: { path: { trait_id } } }), onSuccess })
}

export function useGuestTags(guest_id: string) {
  return useQuery({ queryKey: ['guest', guest_id, 'tags'], queryFn: () => body(api.GET('/api/guests/{guest_id}/tags', of(guest_id))) })
}

export function useCatalogue(enabled = true) {
  return useQuery({ queryKey: ['tags', 'in-use'], enabled, queryFn: () => body(api.GET('/api/tags')) })
}

export function useTagGuest(guest_id: string) {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: ({ tag_id, put }: { tag_id: string; put: boolean }): Promise<unknown> => {
      const path = { params: { path: { guest_id, tag_id } } }
      return put ? api.PUT('/api/guests/{guest_id}/tags/{tag_id}', path) : api.DELETE('/api/guests/{guest_id}/tags/{tag_id}', path)
    },
    onSuccess,
  })
}

/** How many guests a filter of the list leaves; asked for before all of them are changed. */
export function useGuestCount(where: Record<string, string>) {
  return useQuery({ queryKey: ['guests', 'count', where], staleTime: 0, queryFn: () => body(api.POST('/api/guests/count', { body: where })) })
}

/** Orders work on many guests, which goes on without this page. */
export function useTagMany() {
  const onSuccess = useFresh()
  return useMutation({ mutationFn: (order: Schemas['BatchOrder']) => body(api.POST('/api/tags/batches', { body: order })), onSuccess })
}

/** Guests who have the same phone, e-mail or document as somebody about to be entered. */
export function useLikely() {
  return useMutation({ mutationFn: (leads: HandLeads) => body(api.POST('/api/guests/likely', { body: leads })) })
}

/** Enters a new guest by hand, or says otherwise of a known one. Resolves to the guest's id. */
export function useHandEntry(guest_id: string | undefined) {
  const onSuccess = useFresh()
  return useMutation({
    mutationFn: async (entry: HandEntry) =>
      (await (guest_id ? body(api.POST('/api/guests/{guest_id}/mend', { ...of(guest_id), body: entry })) : body(api.POST('/api/guests', { body: entry })))).id,
    onSuccess,
  })
}
