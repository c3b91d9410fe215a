import type { Document, Expression, RecordMapping } from '../../api/mapping'

/** A canonical field within a mapping: which kind of record, which field of it. */
export interface Place {
  kind: string
  field: string
}

export interface Target extends Place {
  expression: Expression
}

export function placeText({ kind, field }: Place): string {
  return `${kind}/${field}`
}

export function placeOf(text: string): Place {
  const at = text.indexOf('/')
  return { kind: text.slice(0, at), field: text.slice(at + 1) }
}

export function columnsOf(expression: Expression): string[] {
  if (expression.from === undefined) return []
  return typeof expression.from === 'string' ? [expression.from] : expression.from
}

function all(document: Document): Target[] {
  return document.records.flatMap((record) => Object.entries(record.fields).map(([field, expression]) => ({ kind: record.kind, field, expression })))
}

/** Fields that a column feeds. */
export function targetsOf(document: Document, column: string): Target[] {
  return all(document).filter((target) => columnsOf(target.expression).includes(column))
}

/** Fields that stand on a fixed value rather than on a column. */
export function constantsOf(document: Document): Target[] {
  return all(document).filter((target) => target.expression.const !== undefined)
}

export function hasPlace(document: Document, place: Place): boolean {
  return all(document).some((target) => target.kind === place.kind && target.field === place.field)
}

function withRecord(records: readonly RecordMapping[], kind: string): RecordMapping[] {
  return records.some((record) => record.kind === kind) ? [...records] : [...records, { kind, fields: {} }]
}

/** Returns the mapping with the field set; a record of its kind is added where there was none. */
export function withField(document: Document, place: Place, expression: Expression): Document {
  const records = withRecord(document.records, place.kind).map((record) =>
    record.kind === place.kind ? { ...record, fields: { ...record.fields, [place.field]: expression } } : record,
  )
  return { ...document, records }
}

/** Returns the mapping without the field; a record left without fields goes too. */
export function withoutField(document: Document, place: Place): Document {
  const records = document.records
    .map((record) =>
      record.kind === place.kind ? { ...record, fields: Object.fromEntries(Object.entries(record.fields).filter(([name]) => name !== place.field)) } : record,
    )
    .filter((record) => Object.keys(record.fields).length > 0)
  return { ...document, records }
}

/** Returns the mapping with the field moved elsewhere, its way of reading kept where the type allows. */
export function withMoved(document: Document, from: Place, to: Place, expression: Expression): Document {
  return withField(withoutField(document, from), to, expression)
}

/** Returns the mapping whose rows are counted by what becomes of this kind of record. */
export function withPrimary(document: Document, kind: string): Document {
  const first = document.records.filter((record) => record.kind === kind)
  const rest = document.records.filter((record) => record.kind !== kind)
  return { ...document, records: [...first, ...rest] }
}

/** Returns the field of the record at this place in the document, as something to open; null where nothing feeds it. */
export function targetAt(document: Document, record: number, field: string): Target | null {
  const entry = document.records[record]
  const name = field.replace(/_minor$/, '')
  const expression = entry?.fields[name]
  return entry && expression ? { kind: entry.kind, field: name, expression } : null
}
