import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { sourcesQuery } from '@/lib/choices'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Source = components['schemas']['Source']
export type SourceSettings = components['schemas']['SourceSettings']
export type MappingVersion = components['schemas']['MappingVersion']
export type PushKey = components['schemas']['PushKey']
export type Unit = components['schemas']['Unit']

export const sourceKinds = ['file', 'folder', 'push', 'sql'] as const
export const legalBases = ['contract', 'consent', 'legal_duty', 'human_resources', 'public'] as const

export function useSources() {
  return useQuery(sourcesQuery)
}

export function useSource(source_id: string) {
  return useQuery({
    queryKey: ['source', source_id],
    queryFn: () => body(api.GET('/api/sources/{source_id}', { params: { path: { source_id } } })),
    enabled: source_id !== '',
  })
}

export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: () => body(api.GET('/api/units')) })
}

function mappingsQuery(source_id: string) {
  return queryOptions({
    queryKey: ['source', source_id, 'mappings'],
    queryFn: () => body(api.GET('/api/sources/{source_id}/mappings', { params: { path: { source_id } } })),
    enabled: source_id !== '',
  })
}

/** Every version of every mapping, the one saved last on top. */
export function useMappings(source_id: string) {
  return useQuery(mappingsQuery(source_id))
}

/** The newest version of each mapping. */
export function useNewestMappings(source_id: string) {
  return useQuery({ ...mappingsQuery(source_id), select: newestOf })
}

export function newestOf(versions: readonly MappingVersion[]): MappingVersion[] {
  return versions.filter((one) => !versions.some((other) => other.name === one.name && other.version > one.version))
}

/** Registers a source, or changes the one given. Resolves to its id. */
export function useSaveSource(source?: Source) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (settings: SourceSettings): Promise<string> => {
      if (!source) return (await body(api.POST('/api/sources', { body: settings }))).id
      await api.PATCH('/api/sources/{source_id}', { params: { path: { source_id: source.id } }, body: settings })
      return source.id
    },
    onSuccess: async (id) => {
      await queries.invalidateQueries({ queryKey: ['sources'] })
      await queries.invalidateQueries({ queryKey: ['source', id] })
    },
  })
}

/** Makes a key with which a machine pushes; the server shows it this once. */
export function useNewPushKey(source_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => body(api.POST('/api/sources/{source_id}/push-keys', { params: { path: { source_id } }, body: { name } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['source', source_id, 'push-keys'] }),
  })
}

/** The keys made so far, without the keys themselves. */
export function usePushKeys(source_id: string) {
  return useQuery({
    queryKey: ['source', source_id, 'push-keys'],
    queryFn: () => body(api.GET('/api/sources/{source_id}/push-keys', { params: { path: { source_id } } })),
  })
}

export function useRevokePushKey(source_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key_id: string) => api.POST('/api/sources/{source_id}/push-keys/{key_id}/revoke', { params: { path: { source_id, key_id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['source', source_id, 'push-keys'] }),
  })
}
