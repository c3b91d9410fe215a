import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText } from '@/lib/format'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import type { Programme } from '../api/programmes'
import { ExpiryDrawer } from './ExpiryDrawer'
import css from './Loyalty.module.css'

/** What is decided about the programme as a whole: when points end, how far a member may owe, what one person may do alone. */
export function ExpiryTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const [editing, setEditing] = useState(false)
  const { policy } = programme
  const { expiry } = policy
  const amounts = { months: expiry.months, years: expiry.years }
  return (
    <Card
      title={t('loyalty.rulesTitle', { version: programme.policy_version })}
      aside={
        mayManage ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('loyalty.change')}
          </Button>
        ) : null
      }
    >
      <ul className={css.sentences}>
        <li>{t(`loyalty.expiry.${expiry.mode}`, amounts)}</li>
        <li>{t('loyalty.firstOut')}</li>
        <li>{t('loyalty.backdate', { days: policy.backdate_days_max })}</li>
        <li>{policy.debt_max > 0 ? t('loyalty.debt', { points: countText(policy.debt_max) }) : t('loyalty.noDebt')}</li>
        <li>{t('loyalty.adjust', { points: countText(policy.adjust_max) })}</li>
        <li>{t('loyalty.face', { worth: moneyText(policy.face_minor_per_1000, programme.currency) })}</li>
        <li>{policy.passing.allowed ? t('loyalty_passing.allowedSaid', { day: countText(policy.passing.day_max), year: countText(policy.passing.year_max), days: policy.passing.wait_days }) : t('loyalty_passing.bar.not_allowed')}</li>
        <li>{policy.family.allowed ? t('loyalty_family.allowedSaid', { members: policy.family.members_max, days: policy.family.invite_days }) : t('loyalty_family.notAllowed')}</li>
        {programme.open_from ? <li>{t('loyalty.booksOpen', { date: dateText(programme.open_from) })}</li> : null}
      </ul>
      {editing ? <ExpiryDrawer programme={programme} onClose={() => setEditing(false)} /> : null}
    </Card>
  )
}
