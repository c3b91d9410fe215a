import { useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Home = components['schemas']['Home']
export type Figure = components['schemas']['Figure']
export type Decision = components['schemas']['OpenDecision']
export type SourceFreshness = components['schemas']['SourceFreshness']
export type MonthOfLine = components['schemas']['MonthOfLine']

const EVERY_MS = 60_000

export function useHome() {
  return useQuery({ queryKey: ['home'], queryFn: () => body(api.GET('/api/home')), refetchInterval: EVERY_MS })
}
