import { useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Home = components['schemas']['Home']
export type Figure = components['schemas']['Figure']
export type Decision = components['schemas']['OpenDecision']
export type SourceFreshness = components['schemas']['SourceFreshness']
export type MonthOfLine = components['schemas']['MonthOfLine']

export type Glance = components['schemas']['Glance']
export type StageNow = components['schemas']['StageNow']

const EVERY_MS = 60_000

export function useHome() {
  return useQuery({ queryKey: ['home'], queryFn: () => body(api.GET('/api/home')), refetchInterval: EVERY_MS })
}

/** What insight says of everybody; it comes after the rest of the page. */
export function useGlance(isAsked: boolean) {
  return useQuery({ queryKey: ['home', 'glance'], queryFn: () => body(api.GET('/api/home/glance')), enabled: isAsked, refetchInterval: EVERY_MS })
}
