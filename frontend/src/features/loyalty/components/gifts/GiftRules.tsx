import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText } from '@/lib/format'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import type { GiftPolicyVersion } from '../../api/gifts'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { GiftRulesDrawer } from './GiftRulesDrawer'

/** The rules in force, and the law they come from. */
export function GiftRules({ programme, held }: { programme: Programme; held: GiftPolicyVersion }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const [editing, setEditing] = useState(false)
  const { policy } = held
  const lasts = (months: number | null) => (months === null ? t('loyalty_gifts.neverEnds') : t('loyalty_gifts.monthsLong', { count: months }))
  const money = (minor: number) => moneyText(minor, programme.currency)
  const change = (
    <Button size="small" onClick={() => setEditing(true)}>
      {t('loyalty.change')}
    </Button>
  )
  return (
    <Card title={t('loyalty_gifts.rulesTitle', { version: held.number })} aside={mayManage ? change : null}>
      <ul className={css.sentences}>
        <li>{t('loyalty_gifts.sentence.law', { law: policy.law })}</li>
        <li>{t('loyalty_gifts.sentence.named', { money: money(policy.named_max_minor), lasts: lasts(policy.named_months) })}</li>
        <li>{t('loyalty_gifts.sentence.bearer', { money: money(policy.bearer_max_minor), lasts: lasts(policy.bearer_months) })}</li>
        <li>{policy.ends_forfeit ? t('loyalty_gifts.sentence.forfeit') : t('loyalty_gifts.sentence.extend', { count: policy.extension_months })}</li>
        <li>{t(policy.named_is_paid_out ? 'loyalty_gifts.sentence.paidOut' : 'loyalty_gifts.sentence.notPaidOut')}</li>
        <li>{t('loyalty_gifts.sentence.hold', { count: policy.hold_hours })}</li>
      </ul>
      {editing ? <GiftRulesDrawer programme={programme} held={held} onClose={() => setEditing(false)} /> : null}
    </Card>
  )
}
