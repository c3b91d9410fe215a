import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useListed, useSaid } from '@/lib/i18n'
import { useLoyaltyWords } from '@/ui/LoyaltyWords'
import type { Programme } from '../api/programmes'
import type { Tier, TierBoard, TierPolicy } from '../api/tiers'
import css from './Tiers.module.css'

/** The tiers as steps, the highest on top: what each takes, what it brings, and how many stand on it. */
export function Ladder({ programme, policy, board }: { programme: Programme; policy: TierPolicy; board: TierBoard | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useTierWords(programme)
  const all = Object.values(board?.members ?? {}).reduce((sum, one) => sum + one, 0)
  return (
    <ol className={css.ladder}>
      {policy.tiers.toReversed().map((tier, place) => {
        const members = board?.members[tier.code]
        return (
          <li key={tier.code} className={css.step} style={{ '--depth': policy.tiers.length - 1 - place } as React.CSSProperties}>
            <div className={css.name}>
              <b>{said(tier.name)}</b>
              <small>{words.asks(tier)}</small>
            </div>
            <div className={css.brings}>{words.brings(tier)}</div>
            {members === undefined ? null : (
              <Link to="/loyalty/$programmeId" params={{ programmeId: programme.id }} search={{ tab: 'members', tier: tier.code }} className={css.members}>
                <span className={css.track} aria-hidden="true">
                  <i style={{ width: `${all > 0 ? (members / all) * 100 : 0}%` }} />
                </span>
                <b>{t('loyalty_tiers.members', { count: members, amount: countText(members) })}</b>
                <small>{all > 0 ? `${((members / all) * 100).toFixed(1)}%` : ''}</small>
              </Link>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** What a tier takes and brings, in words. */
export function useTierWords(programme: Programme) {
  const { t } = useTranslation()
  const said = useSaid()
  const listed = useListed()
  const { kind } = useLoyaltyWords(programme)
  const measures = (asks: Tier['asks']) => asks.map((one) => t('loyalty_words.measure', { count: one.least, amount: countText(one.least), kind: kind(one.measure).toLowerCase() }))
  function asks(tier: Tier): string {
    if (tier.by_invitation) return t('loyalty_tiers.byInvitation')
    const parts = measures(tier.asks)
    const told = parts.length === 0 ? t('loyalty_tiers.base') : tier.needs === 'any' ? parts.join(t('loyalty_words.or')) : listed(parts)
    return tier.lifetime.length > 0 ? `${told}${t('loyalty_tiers.lifetime', { what: listed(measures(tier.lifetime)) })}` : told
  }
  const brings = (tier: Tier) => listed(tier.benefits.map((one) => (one.uses === null ? said(one.name) : t('loyalty_tiers.benefit', { name: said(one.name), count: one.uses }))))
  return { asks, brings }
}
