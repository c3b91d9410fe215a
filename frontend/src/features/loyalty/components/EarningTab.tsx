import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { Note } from '@/ui/Layout'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import type { Programme } from '../api/programmes'
import { type RuleInForce, useBudgets, useRules } from '../api/rules'
import css from './Loyalty.module.css'
import { RuleDrawer } from './RuleDrawer'
import { type RuleStatus, statusOf, useRuleWords } from './ruleWords'
import { UnearnedCard } from './UnearnedCard'

const tones = { in_force: 'jade', coming: 'slate', ended: 'grey' } as const satisfies Record<RuleStatus, Tone>

/** How points come: the newest version of every rule, in words. */
export function EarningTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const isWhole = useForCompany()
  const mayManage = useMayForCompany('manage_loyalty')
  const rules = useRules(programme.id)
  const [open, setOpen] = useState<RuleInForce[] | 'new'>()
  const versions = new Map<string, RuleInForce[]>()
  for (const one of rules.data ?? []) versions.set(one.code, [...(versions.get(one.code) ?? []), one])
  const newest = [...versions.values()].flatMap((ones) => ones.slice(-1)).sort((one, other) => Number(statusOf(one) === 'ended') - Number(statusOf(other) === 'ended'))
  const columns = useColumns(programme, (one) => setOpen(versions.get(one.code) ?? []))
  const add = mayManage ? (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('loyalty_rules.add')}
    </Button>
  ) : null
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Note>{t('loyalty_rules.intro')}</Note>
        {newest.length > 0 ? add : null}
      </div>
      <PlainTable
        label={t('loyalty.tab.earning')}
        columns={columns}
        query={{ ...rules, data: rules.data ? newest : undefined } as typeof rules}
        rowKey={(one) => one.code}
        empty={
          <EmptyState icon="loyalty" title={t('loyalty_rules.none')} action={add}>
            {t('loyalty_rules.noneWords')}
          </EmptyState>
        }
      />
      {isWhole && newest.length > 0 ? <UnearnedCard programme={programme} /> : null}
      {open ? <RuleDrawer programme={programme} versions={open === 'new' ? [] : open} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

function useColumns(programme: Programme, onOpen: (one: RuleInForce) => void): Column<RuleInForce>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useRuleWords(programme)
  const { data: budgets = [] } = useBudgets(programme.id)
  return [
    {
      key: 'name',
      title: t('loyalty_rules.rule'),
      render: (one) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(one)}>
            {said(one.rule.name)}
          </Button>
          <small>{t('loyalty_rules.version', { code: one.code, number: one.number })}</small>
        </span>
      ),
    },
    {
      key: 'words',
      title: t('loyalty_rules.gives'),
      render: (one) => (
        <span className={css.words}>
          {words.rate(one.rule)}
          {words.more(one.rule).length > 0 ? <small>{words.more(one.rule).join(t('words.semicolon'))}</small> : null}
        </span>
      ),
    },
    { key: 'days', title: t('loyalty_rules.days'), render: (one) => words.days(one) },
    {
      key: 'budget',
      title: t('loyalty_rules.budget'),
      align: 'right',
      render: (one) => {
        const budget = budgets.find((found) => found.rule_id === one.rule_id)
        if (!one.rule.has_budget) return '—'
        return t('loyalty_rules.budgetLeft', { left: countText(budget?.left ?? 0), given: countText(budget?.given ?? 0) })
      },
    },
    { key: 'status', title: t('loyalty_rules.status'), render: (one) => <Status tone={tones[statusOf(one)]}>{t(`loyalty_rules.statuses.${statusOf(one)}`)}</Status> },
  ]
}
