import { useCallback } from 'react'
import { readableName } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useKinds } from '../api/mapping'
import type { Fault } from '../api/quarantine'

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

/** Returns a function that names the field of a fault, with the kind of record where the file feeds several. */
export function useFaultField(): (fault: Fault | undefined) => string {
  const said = useSaid()
  const { data = [] } = useKinds()
  const titleOf = useFieldTitle()
  return useCallback(
    (fault: Fault | undefined) => {
      if (!fault) return ''
      const kind = data.find((one) => one.kind === fault.kind)
      return [said(kind?.title), titleOf(fault.field, fault.kind || undefined)].filter(Boolean).join(' · ')
    },
    [data, said, titleOf],
  )
}
