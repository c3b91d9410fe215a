import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { type Programme, useMemberTier } from '@/lib/loyalty'
import { useTierNames } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { dayBefore, useLoyaltyWords } from '@/ui/LoyaltyWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { TierProgress } from '@/ui/TierProgress'
import { useTierChanges } from '../../api/tiers'
import css from './Member.module.css'

/** The tier since when, until when and why, what comes next, what it brings, and how it changed. */
export function StandingCard({ memberId, programme }: { memberId: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useLoyaltyWords(programme)
  const names = useTierNames(programme?.id)
  const tier = useMemberTier(memberId)
  if (tier.isPending) return <CardSkeleton lines={4} />
  if (tier.isError) {
    const isUnset = tier.error instanceof Problem && tier.error.code === 'tiers_unset'
    return <Card title={t('loyalty.tier')}>{isUnset ? <p className="muted">{t('loyalty_member.noTiers')}</p> : <ErrorState error={tier.error} onRetry={() => void tier.refetch()} />}</Card>
  }
  const { standing, benefits } = tier.data
  return (
    <Card title={t('loyalty.tier')}>
      <div className={css.parts}>
        <p className={css.tier}>
          <Tag tone="amber">{said(tier.data.tier.name)}</Tag>
          <span className={css.quiet}>{[words.reason(standing), t('loyalty_tiers.sinceDay', { date: dateText(standing.since) }), words.until(standing)].join(' · ')}</span>
        </p>
        {standing.next ? <TierProgress missing={standing.next} programme={programme} name={names(standing.next.tier)} to="reach" /> : null}
        {standing.keep ? <TierProgress missing={standing.keep} programme={programme} name={names(standing.keep.tier)} to="keep" /> : null}
        {benefits.length > 0 ? (
          <section>
            <h3 className={css.head}>{t('loyalty_member.benefits')}</h3>
            <ul className={css.lines}>
              {benefits.map((one) => (
                <li key={one.code}>
                  <span>{said(one.name)}</span>
                  <span className={css.quiet}>{one.is_counted ? [t('loyalty_member.left', { count: one.usable }), one.until ? t('loyalty_words.until', { date: dateText(dayBefore(one.until)) }) : ''].filter(Boolean).join(' · ') : t('loyalty_member.always')}</span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <Changes memberId={memberId} names={names} />
      </div>
    </Card>
  )
}

function Changes({ memberId, names }: { memberId: string; names: (code: string) => string }) {
  const { t } = useTranslation()
  const { data = [] } = useTierChanges(memberId)
  if (data.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{t('loyalty_tiers.changes')}</h3>
      <ul className={css.lines}>
        {data.toReversed().map((one) => (
          <li key={one.on}>
            <span>
              {names(one.before)} → {names(one.tier)}
            </span>
            <span className={css.quiet}>
              {dateText(one.on)} · {t(`loyalty_words.reason.${one.reason}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
