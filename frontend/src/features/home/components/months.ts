import type { MonthOfLine } from '../api/home'

export interface Series {
  months: string[]
  lines: string[]
  /** Bookings of a line, one number for each of `months`. */
  of: (line: string) => number[]
}

function following(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** The first day after the month: the exclusive end the booking list wants. */
export function untilOf(month: string): string {
  return `${following(month)}-01`
}

/** As many lines as there are colours that stay apart; what is over goes into one series, which has a grey of its own. */
const COLOURS = 6
export const REST = 'rest'

/** Returns every month from the first to the last, also those without bookings, and the lines with the most bookings first. */
export function seriesOf(rows: readonly MonthOfLine[]): Series {
  const sorted = rows.map((row) => row.month).sort()
  const [first = '', last = first] = [sorted[0], sorted.at(-1)]
  const months: string[] = []
  for (let month = first; month !== '' && month <= last; month = following(month)) months.push(month)
  const totals = new Map<string, number>()
  const cells = new Map<string, number>()
  for (const row of rows) {
    totals.set(row.line, (totals.get(row.line) ?? 0) + row.bookings)
    cells.set(`${row.month} ${row.line}`, row.bookings)
  }
  const all = [...totals].sort((a, b) => b[1] - a[1]).map(([line]) => line)
  const own = all.slice(0, COLOURS)
  const rest = all.slice(own.length)
  const count = (month: string, line: string) => cells.get(`${month} ${line}`) ?? 0
  const of = (line: string) => months.map((month) => (line === REST ? rest.reduce((sum, one) => sum + count(month, one), 0) : count(month, line)))
  return { months, lines: rest.length > 0 ? [...own, REST] : own, of }
}
