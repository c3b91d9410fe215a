import { useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'

export type Feature = components['schemas']['Feature']
export type FeatureValue = number | string | boolean | null
export type GuestFeatures = components['schemas']['GuestFeatures']
export type GuestScore = components['schemas']['GuestScore']

/** The order in which people read the themes; one that is not named here comes last. */
const order = ['bookings', 'money', 'rhythm', 'trips', 'places', 'companions', 'people_booked', 'segments', 'channels', 'visits', 'contacts', 'reviews', 'records']

/** Every feature with its meaning. It changes with the version of the product only. */
export function useFeatures() {
  return useQuery({ queryKey: ['insight', 'features'], staleTime: Infinity, queryFn: () => body(api.GET('/api/insight/features')) })
}

/** The currency in which the newest snapshot adds amounts up; nothing until it is known. */
export function useReportingCurrency(): string {
  const policies = useQuery({ queryKey: ['insight', 'policies'], queryFn: () => body(api.GET('/api/insight/policies')) })
  const state = policies.data?.find((one) => one.kind === 'reporting')
  const used = state?.history.find((one) => one.stamp.version === state.snapshot_version)?.policy ?? state?.policy
  return used?.kind === 'reporting' ? used.currency : ''
}

/** What the newest snapshot says of a guest; a Problem `features_missing` or `features_beyond_units` where it says nothing. */
export function useGuestFeatures(guest_id: string) {
  return useQuery({
    queryKey: ['guest', guest_id, 'features'],
    queryFn: () => body(api.GET('/api/insight/guests/{guest_id}/features', { params: { path: { guest_id } } })),
  })
}

/** The stage of the lifecycle a guest is in, since when and why. */
export function useGuestLifecycle(guest_id: string) {
  return useQuery({
    queryKey: ['guest', guest_id, 'lifecycle'],
    queryFn: () => body(api.GET('/api/insight/guests/{guest_id}/lifecycle', { params: { path: { guest_id } } })),
  })
}

/** What the models in use say of a guest; a Problem `guest_objects` where the guest does not want to be profiled. */
export function useGuestScores(guest_id: string) {
  return useQuery({
    queryKey: ['guest', guest_id, 'scores'],
    queryFn: () => body(api.GET('/api/insight/guests/{guest_id}/scores', { params: { path: { guest_id } } })),
  })
}

/** Why a model says what it says of a guest. */
export function useScoreReasons(guest_id: string, kind: string) {
  return useQuery({
    queryKey: ['guest', guest_id, 'scores', kind],
    queryFn: () => body(api.GET('/api/insight/guests/{guest_id}/scores/{kind}/reasons', { params: { path: { guest_id, kind } } })),
  })
}

/** The value tier of a guest, and why. */
export function useGuestTier(guest_id: string) {
  return useQuery({
    queryKey: ['guest', guest_id, 'tier'],
    queryFn: () => body(api.GET('/api/insight/guests/{guest_id}/tier', { params: { path: { guest_id } } })),
  })
}

/** Returns the features by theme, in the order in which people read them. */
export function byTheme(features: readonly Feature[]): [string, Feature[]][] {
  const place = (theme: string) => (order.includes(theme) ? order.indexOf(theme) : order.length)
  const themes = [...new Set(features.map((one) => one.theme))].sort((one, other) => place(one) - place(other))
  return themes.map((theme) => [theme, features.filter((one) => one.theme === theme)])
}
