import { bookingStatuses, lines } from '@/lib/choices'
import { useBookingWords } from '@/ui/BookingWords'

/** Returns a function that lists the codes a field may hold, with their words; empty where any text will do. */
export function useCodes(): (field: string | undefined, kind?: string) => { value: string; label: string }[] {
  const { line, status } = useBookingWords()
  return (field, kind) => {
    if (field === 'status') return bookingStatuses.map((value) => ({ value, label: status(value) }))
    const isLine = field === 'line' || (field === 'kind' && (kind === undefined || kind === 'item'))
    return isLine ? lines.map((value) => ({ value, label: line(value) })) : []
  }
}
