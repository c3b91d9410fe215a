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

/** Returns the rows of a CSV text as lists of cells: quoted cells may hold commas, quotes and line ends; empty lines are left out. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let value = ''
  let isQuoted = false
  const endRow = () => {
    row.push(value)
    if (row.some((one) => one.trim() !== '')) rows.push(row)
    row = []
    value = ''
  }
  const plain = text.replace(/^\ufeff/, '')
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at] ?? ''
    if (isQuoted) {
      if (letter !== '"') value += letter
      else if (plain[at + 1] === '"') {
        value += '"'
        at += 1
      } else isQuoted = false
    } else if (letter === '"') isQuoted = true
    else if (letter === ',') {
      row.push(value)
      value = ''
    } else if (letter === '\n') endRow()
    else if (letter !== '\r') value += letter
  }
  endRow()
  return rows
}
