import { useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type Kind = components['schemas']['CanonicalKind']
export type KindField = components['schemas']['KindField']
export type Preset = components['schemas']['Preset']

export const transforms = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'instant',
  'money',
  'enum',
  'list',
  'split',
  'concat',
  'phone',
  'name',
] as const
export type Transform = (typeof transforms)[number]

/** How one canonical field is made: from columns, or a constant; the other names are arguments of the transform. */
export interface Expression {
  from?: string | string[]
  const?: string
  as?: Transform
  default?: string
  format?: string | string[]
  zone?: string
  local?: boolean
  currency?: string | { from: string }
  times?: string[]
  plus_days?: string[]
  table?: Record<string, string>
  else?: string
  region?: string
  order?: string
  separator?: string
  part?: number
  decimal?: string
}

export interface RecordMapping {
  kind: string
  fields: Record<string, Expression>
}

export interface Document {
  name?: string
  title?: { zh: string; en: string }
  records: RecordMapping[]
  [other: string]: unknown
}

/** The server keeps documents as plain JSON; this reads one, whatever its age. */
export function documentOf(content: Readonly<Record<string, unknown>>): Document {
  return { ...content, records: Array.isArray(content.records) ? (content.records as RecordMapping[]) : [] }
}

export function useKinds() {
  return useQuery({ queryKey: ['kinds'], queryFn: () => body(api.GET('/api/kinds')), staleTime: Infinity })
}

export function usePresets() {
  return useQuery({ queryKey: ['presets'], queryFn: () => body(api.GET('/api/presets')), staleTime: Infinity })
}
