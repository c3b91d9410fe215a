import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { type RuleInForce, useBudgets, useFundBudget } from '../api/rules'
import css from './Rules.module.css'

/** What a promotion may still give, and more of it. */
export function BudgetPart({ programme, rule }: { programme: Programme; rule: RuleInForce }) {
  const { t } = useTranslation()
  const { data = [] } = useBudgets(programme.id)
  const budget = data.find((one) => one.rule_id === rule.rule_id)
  const [points, setPoints] = useState<number | null>(null)
  const fund = useFundBudget(programme.id)
  const saved = useSaved()
  return (
    <section className={css.tries} aria-label={t('loyalty_rules.budget')}>
      <h3>{t('loyalty_rules.budget')}</h3>
      <p>{t('loyalty_rules.budgetLeft', { left: countText(budget?.left ?? 0), given: countText(budget?.given ?? 0) })}</p>
      <span className={css.triesTools}>
        <InputNumber min={1} precision={0} aria-label={t('loyalty_rules.addPoints')} placeholder={t('loyalty_rules.addPoints')} style={{ width: 180 }} value={points} onChange={setPoints} />
        <Button disabled={!points} loading={fund.isPending} onClick={() => fund.mutate({ code: rule.code, points: points ?? 0 }, saved(t('loyalty_rules.funded'), () => setPoints(null)))}>
          {t('loyalty_rules.fund')}
        </Button>
      </span>
    </section>
  )
}
