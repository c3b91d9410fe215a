import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../../api/programmes'
import { useFundReferrals, useReferralBoard } from '../../api/referrals'
import css from '../Rules.module.css'

/** What referrals may still promise, and more of it; a key serves until its points were added. */
export function BudgetCard({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const board = useReferralBoard(programme.id)
  const [points, setPoints] = useState<number | null>(null)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const fund = useFundReferrals(programme.id)
  const saved = useSaved()
  function added(): void {
    setPoints(null)
    setKey(crypto.randomUUID())
  }
  return (
    <Card title={t('loyalty_referral.budget')}>
      <p>{t('loyalty_referral.budgetLeft', { points: countText(board.data?.budget_left ?? 0) })}</p>
      <span className={css.triesTools}>
        <InputNumber min={1} max={1_000_000_000} precision={0} aria-label={t('loyalty_rules.addPoints')} placeholder={t('loyalty_rules.addPoints')} style={{ width: 180 }} value={points} onChange={setPoints} />
        <Button disabled={!points} loading={fund.isPending} onClick={() => fund.mutate({ key, points: points ?? 0 }, saved(t('loyalty_rules.funded'), added))}>
          {t('loyalty_rules.fund')}
        </Button>
      </span>
      <Note>{t('loyalty_referral.budgetNote')}</Note>
    </Card>
  )
}
