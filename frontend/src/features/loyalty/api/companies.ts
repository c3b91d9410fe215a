import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type CompanyLine = Schemas['CompanyLine']
export type CompanyPlace = Schemas['CompanyPlace']
export type CompanyTraveller = Schemas['CompanyTraveller']
export type NewCompany = Schemas['NewCompany']
export type NewTraveller = Schemas['NewTraveller']
export const roles = ['traveller', 'administrator'] as const
export const ways = ['paper', 'email', 'desk'] as const

const of = (member_id: string) => ({ params: { path: { member_id } } })

export function useCompanies(programme_id: string) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'programme', programme_id, 'companies'], (page) =>
      body(api.GET('/api/loyalty/programmes/{programme_id}/companies', { params: { path: { programme_id }, query: { page, size: 50 } } })),
    ),
  )
}

export function useEnrolCompany(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewCompany) => body(api.POST('/api/loyalty/programmes/{programme_id}/companies', { params: { path: { programme_id } }, body: wanted })), onSuccess })
}

/** The company a member is, with its travellers, or the company the member travels for. */
export function useCompanyPlace(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'company'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/company', of(member_id))) })
}

export function useAddTraveller(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewTraveller) => body(api.POST('/api/loyalty/members/{member_id}/company/travellers', { ...of(member_id), body: wanted })), onSuccess })
}

export function useRemoveTraveller(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (traveller_id: string) => api.POST('/api/loyalty/members/{member_id}/company/travellers/{traveller_id}/leaving', { params: { path: { member_id, traveller_id } } }), onSuccess })
}
