import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Note } from '@/ui/Layout'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type GoalLine, useGoals } from '../api/models'
import css from './Models.module.css'
import { figureText, intervalText } from './ModelWords'

/** What the models are held to on public data, and what they reached. */
export function GoalsCard() {
  const { t } = useTranslation()
  const goals = useGoals()
  const columns = useColumns()
  const isUnmeasured = goals.data?.every((one) => one.measured_at === null) ?? false
  return (
    <section>
      <h2 className={css.head}>{t('insight_models.goals')}</h2>
      <Note>
        {t('insight_models.goalsWords')} {isUnmeasured ? t('insight_models.goalsHow') : ''}
      </Note>
      <PlainTable label={t('insight_models.goals')} columns={columns} query={goals} rowKey={(one) => one.task} empty={<EmptyState title={t('insight_models.noGoals')} />} />
    </section>
  )
}

function useColumns(): Column<GoalLine>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const limit = (one: GoalLine, value: number) => t(one.is_lower ? 'insight_models.atMost' : 'insight_models.atLeast', { value: figureText(value) })
  return [
    { key: 'task', title: t('insight_models.task'), render: (one) => <b className={css.wrap}>{said(one.label)}</b> },
    { key: 'measure', title: t('insight_models.measure'), width: 150, render: (one) => <span className={css.wrap}>{said(one.measure)}</span> },
    { key: 'plain', title: t('insight_models.plain'), width: 110, align: 'right', render: (one) => figureText(one.plain) },
    { key: 'goal', title: t('insight_models.goal'), width: 120, align: 'right', render: (one) => limit(one, one.goal) },
    { key: 'value', title: t('insight_models.reached'), width: 190, align: 'right', render: (one) => (one.value ? intervalText(one.value) : <span className="muted">—</span>) },
    { key: 'met', title: t('insight_models.met'), render: (one) => <Met goal={one} /> },
  ]
}

function Met({ goal }: { goal: GoalLine }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (goal.is_met === null) return <span className="muted">{said(goal.note) || t('insight_models.notMeasured')}</span>
  return (
    <span className={css.question}>
      <Status tone={goal.is_met ? 'jade' : 'amber'}>{t(goal.is_met ? 'insight_models.isMet' : 'insight_models.isMissed')}</Status>
      <span>{goal.measured_at ? t('insight_models.measuredOn', { on: dateText(goal.measured_at), rows: countText(goal.rows) }) : null}</span>
    </span>
  )
}
