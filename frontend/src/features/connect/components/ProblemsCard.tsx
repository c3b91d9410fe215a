import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { ruleCountsQuery } from '../api/quarantine'
import { isOver, type Run } from '../api/runs'
import { useFieldTitle } from './fieldTitle'
import css from './Run.module.css'

const SHOWN = 6
/** A dry run keeps only so many rows to look at. */
const DRY_KEPT = 1000

/** Why rows were kept back, most frequent first; each leads to those rows. */
export function ProblemsCard({ run }: { run: Run }) {
  const { t } = useTranslation()
  const said = useSaid()
  const titleOf = useFieldTitle()
  const { data = [] } = useQuery({ ...ruleCountsQuery({ run_id: run.id }), enabled: isOver(run) })
  if (data.length === 0) return null
  return (
    <Card title={t('connect.problems')} aside={run.is_dry && run.counts.quarantined > DRY_KEPT ? t('connect.dryKept', { rows: countText(DRY_KEPT) }) : null}>
      <ul>
        {data.slice(0, SHOWN).map((count) => (
          <li key={`${count.rule} ${count.field}`}>
            <Link to="/quarantine" search={{ run_id: run.id, rule: count.rule, field: count.field }} className={css.problem}>
              <b>{countText(count.rows)}</b>
              <span>{titleOf(count.field)}</span>
              <span className="muted">{said(count.what)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
