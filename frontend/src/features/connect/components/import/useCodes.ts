import { bookingStatuses, lines } from '@/lib/choices'
import type { Expression } from '../../api/mapping'
import type { Place } from './document'
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

/** Returns how a field begins when a column is first given to it: fields of codes need a table from the file's words to ours. */
export function useBeginning(): (column: string, place: Place) => Expression {
  const codesOf = useCodes()
  return (column, { kind, field }) => (codesOf(field, kind).length > 0 ? { from: column, as: 'enum', table: {}, else: 'keep' } : { from: column })
}
