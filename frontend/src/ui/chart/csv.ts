/** Returns an address the browser saves as a CSV file; it begins with a byte-order mark, so that Excel reads the Chinese. */
export function csvAddress(rows: readonly (readonly (string | number)[])[]): string {
  const text = rows.map((row) => row.map(cell).join(',')).join('\r\n')
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${text}`)}`
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  // A leading sign would make a spreadsheet calculate.
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
