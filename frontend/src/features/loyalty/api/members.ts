import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { pagesQuery } from '@/lib/pages'

export type MemberLine = components['schemas']['MemberLine']
export type MemberState = components['schemas']['MemberState']
export type EntryTrail = components['schemas']['EntryTrail']
export type Lot = components['schemas']['Lot']
export const memberStates = ['active', 'left', 'merged'] as const

export interface MembersWanted {
  tier?: string
  state?: MemberState
  number?: string
  ends_from?: string
  ends_until?: string
}

export function useMembers(programme_id: string, where: MembersWanted, enabled: boolean) {
  return useInfiniteQuery({
    ...pagesQuery(['loyalty', 'programme', programme_id, 'members', where], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/members', { params: { path: { programme_id }, query: { ...where, page, size: 50 } } })),
    ),
    enabled,
    retry: false,
  })
}

export function useTrail(member_id: string, entry_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'trail', entry_id], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/entries/{entry_id}', { params: { path: { member_id, entry_id } } })) })
}

export function useLots(member_id: string, kind: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'lots', kind], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/lots/{kind}', { params: { path: { member_id, kind } } })) })
}
