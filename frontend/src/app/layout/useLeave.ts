import { useCallback } from 'react'
import { api } from '@/lib/http'

/** Signs out and forgets everything this page has loaded. */
export function useLeave(): () => void {
  return useCallback(() => {
    void api.DELETE('/api/session').finally(() => window.location.assign('/login'))
  }, [])
}
