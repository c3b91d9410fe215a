import { useQuery } from '@tanstack/react-query'
import { type Notice, noticesQuery, waits } from '@/lib/notices'

function waitingHere(notices: readonly Notice[]): Notice[] {
  return notices.filter((notice) => waits(notice) && notice.door.page.startsWith('trust'))
}

/** What waits for this person in any part of guarding: the notices whose door leads here. */
export function useWaiting() {
  return useQuery({ ...noticesQuery, select: waitingHere })
}
