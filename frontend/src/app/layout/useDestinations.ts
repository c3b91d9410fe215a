import { useMe } from '@/lib/session'
import { groups } from './destinations'

/** The groups with the places this person may enter; empty groups are left out. */
export function useDestinations() {
  const { permissions } = useMe()
  return groups
    .map((group) => ({
      ...group,
      destinations: group.destinations.filter((place) => !place.needs || permissions.includes(place.needs)),
    }))
    .filter((group) => group.destinations.length > 0)
}
