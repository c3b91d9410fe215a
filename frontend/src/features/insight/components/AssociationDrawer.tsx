import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { type Association, type Part, useAssociationGuests } from '../api/associations'
import { liftText, useAssociationWords } from './AssociationWords'
import { SpendPages } from './BehindDrawer'
import css from './Standing.module.css'

interface Props {
  rule: Association
  part: Part
  onPart: (part: Part) => void
  onClose: () => void
}

/** The guests behind a rule: those from whom the other is missing, or those who have both. */
export function AssociationDrawer({ rule, part, onPart, onClose }: Props) {
  const { t } = useTranslation()
  const words = useAssociationWords()
  const pages = useAssociationGuests(rule.id, part)
  const sentence = t('insight_associations.sentence', {
    conditions: words.conditions(rule),
    other: words.did(rule.other),
    guests: countText(rule.guests_conditions),
    share: percentText(rule.confidence, 0),
    all: percentText(rule.share_of_all, 0),
    like: percentText(rule.share_of_like, 0),
    lift: liftText(rule.lift.value),
    low: liftText(rule.lift.low),
    high: liftText(rule.lift.high),
  })
  const parts = [
    { value: 'missing' as const, label: t('insight_associations.partMissing', { guests: countText(rule.guests_missing) }) },
    { value: 'both' as const, label: t('insight_associations.partBoth', { guests: countText(rule.guests_both) }) },
  ]
  return (
    <FormDrawer open title={words.short(rule)} onClose={onClose}>
      <p className="muted">{sentence}</p>
      <p className={css.listNote} />
      <Segmented value={part} options={parts} onChange={(value) => onPart(value)} />
      <p className={css.listNote}>{t('insight.bySpend')}</p>
      <SpendPages pages={pages} />
    </FormDrawer>
  )
}
