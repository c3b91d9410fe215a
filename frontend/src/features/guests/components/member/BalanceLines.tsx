import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useBalances } from '@/lib/loyalty'
import { dayBefore } from '@/ui/LoyaltyWords'
import { Bar } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import css from './Member.module.css'

/** What the member can use now, what is on its way, and what ends next. */
export function BalanceLines({ memberId }: { memberId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const balances = useBalances(memberId)
  if (balances.isPending) return <Bar width={50} height={24} />
  if (balances.isError) return <ErrorState error={balances.error} onRetry={() => void balances.refetch()} />
  const shown = balances.data.filter((one) => one.role === 'redeemable' || (one.role === 'green' && (one.posted !== 0 || one.incoming !== 0)))
  return (
    <ul className={css.balances}>
      {shown.map((one) => (
        <li key={one.account_id}>
          <p>
            <b className={css.large}>{countText(one.usable)}</b> {said({ zh: one.name_zh, en: one.name_en })}
          </p>
          <small>
            {[
              one.usable < 0 ? t('loyalty_member.owes') : '',
              one.incoming > 0 ? t('loyalty_member.incoming', { count: one.incoming, amount: countText(one.incoming) }) : '',
              one.reserved > 0 ? t('loyalty_member.reserved', { count: one.reserved, amount: countText(one.reserved) }) : '',
              one.next_expiry ? t('loyalty_member.ends', { count: one.next_expiring, amount: countText(one.next_expiring), date: dateText(dayBefore(one.next_expiry)) }) : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </li>
      ))}
    </ul>
  )
}
