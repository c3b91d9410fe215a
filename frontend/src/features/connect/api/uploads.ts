import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import type { BothLanguages } from '@/lib/i18n'
import { api, body } from '@/lib/http'
import { type Progress, sendForm } from '@/lib/upload'
import { type Document, documentOf } from './mapping'

export type Upload = components['schemas']['Upload']
export type ReadOptions = components['schemas']['ReadOptions']

/** What a look at the beginning of a file found. */
export interface Shape {
  format: string
  compression: string | null
  encoding: string | null
  encoding_confidence: number
  delimiter: string | null
  header: string[]
  sample: (string | null)[][]
  rows_estimate: number | null
  sheets: string[]
  sheet?: string | null
  warnings: { code: string; message: string; message_zh: string }[]
  header_row: number
}

export interface PreviewFault {
  record: number
  field: string
  rule: string
  what: BothLanguages
  mend: BothLanguages
}

export interface PreviewRow {
  row_number: number
  records: { kind: string; values: Record<string, unknown> }[]
  faults: PreviewFault[]
}

export function shapeOf(upload: Upload): Shape | null {
  return upload.shape as Shape | null
}

export function useUpload(upload_id: string) {
  return useQuery({
    queryKey: ['upload', upload_id],
    queryFn: () => body(api.GET('/api/uploads/{upload_id}', { params: { path: { upload_id } } })),
    enabled: upload_id !== '',
    staleTime: Infinity,
  })
}

export interface Sending {
  sourceId: string
  file: File
  asOf?: string
  onProgress: (now: Progress) => void
  signal: AbortSignal
}

export function useSendFile() {
  return useMutation({
    mutationFn: ({ sourceId, file, asOf, onProgress, signal }: Sending) => {
      const form = new FormData()
      form.append('file', file)
      const query = asOf ? `?as_of=${encodeURIComponent(asOf)}` : ''
      return sendForm<{ id: string }>(`/api/sources/${sourceId}/uploads${query}`, form, onProgress, signal)
    },
  })
}

/** Looks at the file again with other options. */
export function useInspect(upload_id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (options: Partial<ReadOptions>) =>
      body(api.POST('/api/uploads/{upload_id}/inspect', { params: { path: { upload_id } }, body: options })),
    onSuccess: (upload) => {
      queries.setQueryData(['upload', upload_id], upload)
      void queries.invalidateQueries({ queryKey: ['upload', upload_id, 'suggestion'] })
    },
  })
}

export function useSuggestion(upload_id: string) {
  return useQuery({
    queryKey: ['upload', upload_id, 'suggestion'],
    queryFn: async (): Promise<Document> => {
      const { document } = await body(api.POST('/api/uploads/{upload_id}/suggest', { params: { path: { upload_id } } }))
      return documentOf(document)
    },
    enabled: upload_id !== '',
    staleTime: Infinity,
  })
}

/** What the mapping makes of the first rows. Fails with a sentence where the mapping itself cannot be used. */
export function usePreview(upload_id: string, document: Document) {
  return useQuery({
    queryKey: ['upload', upload_id, 'preview', document],
    queryFn: async ({ signal }) => {
      const path = { upload_id }
      const { rows } = await body(api.POST('/api/uploads/{upload_id}/preview', { params: { path }, body: { document }, signal }))
      return rows as unknown as PreviewRow[]
    },
    enabled: upload_id !== '' && document.records.length > 0,
    placeholderData: (before) => before,
    staleTime: Infinity,
    gcTime: 10_000,
    retry: false,
  })
}
