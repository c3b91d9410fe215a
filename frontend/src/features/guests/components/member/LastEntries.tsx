import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { type Programme, useEntries } from '@/lib/loyalty'
import { rowsOf } from '@/lib/pages'
import { useLoyaltyWords, withoutKept } from '@/ui/LoyaltyWords'
import css from './Member.module.css'

const SHOWN = 3

/** The last movements of the points to redeem. */
export function LastEntries({ memberId, programme }: { memberId: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(programme)
  const kind = programme?.kinds.find((one) => one.role === 'redeemable')?.code
  const entries = withoutKept(rowsOf(useEntries(memberId, kind, 2 * SHOWN))).slice(0, SHOWN)
  if (entries.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{t('loyalty_member.lately')}</h3>
      <ul className={css.lines}>
        {entries.map((one) => {
          const { what, state } = words.entry(one)
          return (
            <li key={one.id}>
              <span>
                {what}
                <small>{[dateText(one.booked_on), state].filter(Boolean).join(' · ')}</small>
              </span>
              <span className={css.amount} data-down={one.amount < 0 || undefined} data-pending={one.phase === 'pending' || undefined}>
                {words.signed(one.amount)}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
