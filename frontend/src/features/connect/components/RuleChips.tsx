import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Search } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { ruleCountsQuery } from '../api/quarantine'
import css from './Quarantine.module.css'
import { useFieldTitle } from './fieldTitle'

const SHOWN = 6

/** The kinds of trouble, most rows first; one click narrows the list to one. */
export function RuleChips({ search, onPick }: { search: Search; onPick: (pick: Search) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const titleOf = useFieldTitle()
  const { data = [] } = useQuery(ruleCountsQuery(search))
  const [isAll, setAll] = useState(false)
  if (data.length === 0) return null
  return (
    <div className={css.chips} role="group" aria-label={t('connect.quarantine.rules')}>
      {data.slice(0, isAll ? undefined : SHOWN).map((count) => {
        const isChosen = search.rule === count.rule && (search.field ?? '') === count.field
        return (
          <button
            key={`${count.rule} ${count.field}`}
            type="button"
            className={css.chip}
            aria-pressed={isChosen}
            onClick={() => onPick(isChosen ? { rule: undefined, field: undefined } : { rule: count.rule, field: count.field })}
          >
            <b>{countText(count.rows)}</b>
            <span>{titleOf(count.field)}</span>
            <span className="muted">{said(count.what)}</span>
          </button>
        )
      })}
      {data.length > SHOWN && !isAll ? (
        <button type="button" className={css.chip} onClick={() => setAll(true)}>
          {t('connect.quarantine.moreRules', { count: data.length - SHOWN })}
        </button>
      ) : null}
    </div>
  )
}
