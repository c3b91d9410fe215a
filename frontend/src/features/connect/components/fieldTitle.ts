import { useCallback } from 'react'
import { readableName } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useKinds } from '../api/mapping'

/** Returns a function that names a canonical field in the reader's language; `total_minor` is the field `total`. */
export function useFieldTitle(): (field: string, kind?: string) => string {
  const said = useSaid()
  const { data } = useKinds()
  return useCallback(
    (field: string, kind?: string) => {
      const name = field.replace(/_minor$/, '')
      const kinds = (data ?? []).filter((one) => !kind || one.kind === kind)
      const found = kinds.flatMap((one) => one.fields).find((one) => one.name === name)
      return found ? said(found.title) : readableName(name.replace(/^(attributes|properties)\./, ''))
    },
    [data, said],
  )
}
