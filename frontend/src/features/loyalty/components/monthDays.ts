/** The first day of this month, as the reader's clock says. */
export function monthNow(): string {
  return `${new Date().toLocaleDateString('sv').slice(0, 7)}-01`
}

/** The first day of the month so many months on. */
export function addMonths(month: string, count: number): string {
  const at = new Date(`${month}T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + count)
  return at.toISOString().slice(0, 10)
}

/** The last day of the month that begins on this day. */
export function lastDayOf(month: string): string {
  const at = new Date(`${addMonths(month, 1)}T00:00:00Z`)
  at.setUTCDate(0)
  return at.toISOString().slice(0, 10)
}
