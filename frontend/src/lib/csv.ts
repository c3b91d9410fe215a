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

/** Reads a file's text as people save it: UTF-8, UTF-16 with its mark, or GB18030, which Chinese Excel writes. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
  if (mark) return new TextDecoder(mark).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Returns the rows of a CSV text as lists of cells, whatever stands between them (comma, semicolon, tab); empty lines are left out. */
export async function csvRows(text: string): Promise<string[][]> {
  const { parse } = await import('papaparse')
  return parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: 'greedy' }).data
}
