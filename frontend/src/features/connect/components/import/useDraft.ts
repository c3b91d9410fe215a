import { useCallback, useState } from 'react'
import type { Document } from '../../api/mapping'

function keyOf(uploadId: string): string {
  return `xenia.mapping.${uploadId}`
}

export function readDraft(uploadId: string): Document | null {
  const text = sessionStorage.getItem(keyOf(uploadId))
  return text ? (JSON.parse(text) as Document) : null
}

/** The mapping being made for an upload; it survives a reload of the page and goes with the tab. */
export function useDraft(uploadId: string): [Document | null, (document: Document) => void] {
  const [draft, setDraft] = useState(() => readDraft(uploadId))
  const keep = useCallback(
    (document: Document) => {
      sessionStorage.setItem(keyOf(uploadId), JSON.stringify(document))
      setDraft(document)
    },
    [uploadId],
  )
  return [draft, keep]
}
