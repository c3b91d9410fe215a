import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useMemberClaims } from '@/lib/loyalty'
import { Card } from '@/ui/Card'
import css from './Member.module.css'

/** Claims of missing points and what became of them; nothing where there are none. */
export function MemberClaims({ memberId }: { memberId: string }) {
  const { t } = useTranslation()
  const { data = [] } = useMemberClaims(memberId)
  if (data.length === 0) return null
  return (
    <Card title={t('loyalty.tab.claims')}>
      <ul className={css.lines}>
        {data.map((one) => (
          <li key={one.id}>
            <span>
              <Link to="/bookings/$bookingId" params={{ bookingId: one.booking_id }}>
                {t(`loyalty_member.proofs.${one.proof}`)}
              </Link>
              <small>{dateText(one.claimed_at)}</small>
            </span>
            <span className={css.quiet}>{[t(`loyalty.claimStates.${one.state}`), one.refused_for ? t(`loyalty.refusals.${one.refused_for}`) : ''].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
