import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSaid } from '@/lib/i18n'
import { api, body } from '@/lib/http'
import type { DecisionRow, Line } from '../components/consent/decisionFile'
import type { Reject } from '../components/consent/Rejects'

const ROWS_AT_ONCE = 2_000

export interface ImportDone {
  accepted: number
  refused: Reject[]
}

/** Sends the good lines in parts and gathers what was refused; `share` is how much has gone. What was taken stays where a part fails. */
export function useImportConsents() {
  const queries = useQueryClient()
  const said = useSaid()
  const [share, setShare] = useState(0)
  async function send(lines: readonly Line[]): Promise<ImportDone> {
    const good = lines.filter((line): line is Line & { row: DecisionRow } => line.row !== undefined)
    const done: ImportDone = { accepted: 0, refused: [] }
    for (let first = 0; first < good.length; first += ROWS_AT_ONCE) {
      setShare(first / good.length)
      const part = good.slice(first, first + ROWS_AT_ONCE)
      const answer = await body(api.POST('/api/consents/import', { body: { rows: part.map((line) => line.row) } }))
      done.accepted += answer.accepted
      for (const { row, text } of answer.refused) {
        const line = part[row - 1]
        if (line) done.refused.push({ line, why: said(text) })
      }
    }
    return done
  }
  const load = useMutation({ mutationFn: send, onSettled: () => Promise.all([['consents'], ['guest']].map((queryKey) => queries.invalidateQueries({ queryKey }))) })
  return { ...load, share }
}
