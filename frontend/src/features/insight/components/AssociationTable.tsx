import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { csvAddress } from '@/lib/csv'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import type { Association } from '../api/associations'
import { liftText, useAssociationWords } from './AssociationWords'
import css from './Associations.module.css'

interface Props {
  rules: readonly Association[]
  matching: number
  onPick: (rule: string) => void
}

/** The rules as a list, the strongest first; each leads to its guests. */
export function AssociationTable({ rules, matching, onPick }: Props) {
  const { t } = useTranslation()
  const csv = useCsv(rules)
  return (
    <Card
      title={t('insight_associations.table')}
      aside={
        <span className={css.tools}>
          {t('insight_associations.shown', { shown: countText(rules.length), matching: countText(matching) })}
          <Button type="link" size="small" href={csv} download="associations.csv">
            CSV
          </Button>
        </span>
      }
    >
      <div className={css.scroll} role="region" aria-label={t('insight_associations.table')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('insight_associations.rule')}</th>
              <th scope="col" title={t('insight_associations.liftWords')}>
                {t('insight_associations.lift')}
              </th>
              <th scope="col" title={t('insight_associations.shareWords')}>
                {t('insight_associations.share')}
              </th>
              <th scope="col" title={t('insight_associations.missingWords')}>
                {t('insight_associations.missing')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row key={rule.id} rule={rule} onPick={onPick} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Row({ rule, onPick }: { rule: Association; onPick: (rule: string) => void }) {
  const { t } = useTranslation()
  const { short } = useAssociationWords()
  const { value, low, high } = rule.lift
  return (
    <tr>
      <td>{short(rule)}</td>
      <td>
        {liftText(value)}
        <small>
          {liftText(low)}–{liftText(high)}
        </small>
      </td>
      <td>
        {percentText(rule.confidence, 0)}
        <small>{percentText(rule.share_of_like, 0)}</small>
      </td>
      <td>
        <button type="button" className={css.door} aria-label={t('insight_associations.openMissing', { rule: short(rule), guests: countText(rule.guests_missing) })} onClick={() => onPick(rule.id)}>
          {countText(rule.guests_missing)}
        </button>
      </td>
    </tr>
  )
}

function useCsv(rules: readonly Association[]): string {
  const { t } = useTranslation()
  const said = useSaid()
  const names = ['conditions', 'other', 'guests', 'both', 'missing', 'support', 'confidence', 'lift', 'low', 'high', 'conviction', 'chance', 'corrected'] as const
  const rows = rules.map((rule) => [
    rule.conditions.map((item) => said(item.name)).join(' + '),
    said(rule.other.name),
    rule.guests_conditions,
    rule.guests_both,
    rule.guests_missing,
    rule.support,
    rule.confidence,
    rule.lift.value,
    rule.lift.low,
    rule.lift.high,
    rule.conviction ?? '',
    rule.chance,
    rule.corrected,
  ])
  return csvAddress([names.map((name) => t(`insight_associations.csv.${name}`)), ...rows])
}
