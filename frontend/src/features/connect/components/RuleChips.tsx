import { useTranslation } from 'react-i18next'
import type { Search } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useRuleCounts } from '../api/quarantine'
import css from './Quarantine.module.css'
import { useFieldTitle } from './fieldTitle'

/** The kinds of trouble, most rows first; one click narrows the list to one. */
export function RuleChips({ search, onPick }: { search: Search; onPick: (pick: Search) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const titleOf = useFieldTitle()
  const { data = [] } = useRuleCounts(search)
  if (data.length === 0) return null
  return (
    <div className={css.chips} role="group" aria-label={t('connect.quarantine.rules')}>
      {data.slice(0, 12).map((count) => {
        const isChosen = search.rule === count.rule && search.field === count.field
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
    </div>
  )
}
