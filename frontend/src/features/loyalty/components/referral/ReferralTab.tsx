import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import type { Programme } from '../../api/programmes'
import { type ReferralTermsVersion, useReferralTerms } from '../../api/referrals'
import css from '../Loyalty.module.css'
import { Board } from './Board'
import { BudgetCard } from './BudgetCard'
import { useReferralWords } from './referralWords'
import { TermsDrawer } from './TermsDrawer'

/** Referral: who waits for a person, what was promised and paid, and the terms. */
export function ReferralTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const terms = useReferralTerms(programme.id)
  const mayManage = useMayForCompany('manage_loyalty')
  const [editing, setEditing] = useState(false)
  if (terms.isPending) return <CardSkeleton lines={6} />
  if (terms.isError) return <ErrorState error={terms.error} onRetry={() => void terms.refetch()} />
  const drawer = editing ? <TermsDrawer programme={programme} versions={terms.data} onClose={() => setEditing(false)} /> : null
  if (terms.data.length > 0) {
    return (
      <>
        <Whole programme={programme} versions={terms.data} onEdit={mayManage ? () => setEditing(true) : undefined} />
        {drawer}
      </>
    )
  }
  const start = (
    <Button type="primary" onClick={() => setEditing(true)}>
      {t('loyalty_referral.set')}
    </Button>
  )
  return (
    <>
      <Card>
        <EmptyState icon="guests" title={t('loyalty_referral.unset')} action={mayManage ? start : null}>
          {t(mayManage ? 'loyalty_referral.unsetWords' : 'loyalty_referral.unsetOther')}
        </EmptyState>
      </Card>
      {drawer}
    </>
  )
}

function Whole({ programme, versions, onEdit }: { programme: Programme; versions: readonly ReferralTermsVersion[]; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation()
  const words = useReferralWords(programme)
  const isWhole = useForCompany()
  const today = new Date().toLocaleDateString('sv', { timeZone: programme.time_zone })
  const held = versions.find((one) => one.valid_from <= today) ?? versions[0]
  if (!held) return null
  const change = (
    <Button size="small" onClick={onEdit}>
      {t('loyalty.change')}
    </Button>
  )
  return (
    <div className={css.page}>
      <Note>{t('loyalty_referral.intro')}</Note>
      {isWhole ? <Board programme={programme} /> : null}
      <div className={css.pair}>
        <Card title={t('loyalty_referral.termsTitle', { version: held.number })} aside={onEdit ? change : null}>
          <ul className={css.sentences}>
            {words.sentences(held.terms).map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Card>
        {isWhole && onEdit ? <BudgetCard programme={programme} /> : null}
      </div>
    </div>
  )
}
