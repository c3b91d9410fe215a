import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { type Programme, useMemberTier } from '@/lib/loyalty'
import { useTierNames } from '@/lib/tiers'
import { useLoyaltyWords } from '@/ui/LoyaltyWords'
import { Bar } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { TierProgress } from '@/ui/TierProgress'
import css from './Member.module.css'

/** The tier, until when, and what the next one takes; in the last window also what keeping it takes. */
export function TierPart({ memberId, programme }: { memberId: string; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useLoyaltyWords(programme)
  const tier = useMemberTier(memberId)
  const names = useTierNames(programme?.id)
  if (tier.isPending) return <Bar width={60} height={20} />
  if (tier.isError) {
    const isUnset = tier.error instanceof Problem && tier.error.code === 'tiers_unset'
    return isUnset ? <p className={css.quiet}>{t('loyalty_member.noTiers')}</p> : <ErrorState error={tier.error} onRetry={() => void tier.refetch()} />
  }
  const { standing } = tier.data
  const keep = standing.keep && standing.keep.progress_permille < 1000 && standing.keep.starts_on <= new Date().toLocaleDateString('sv') ? standing.keep : null
  return (
    <>
      <p className={css.tier}>
        <Tag tone="amber">{said(tier.data.tier.name)}</Tag>
        <span className={css.quiet}>{[words.reason(standing), standing.until ? words.until(standing) : ''].filter(Boolean).join(' · ')}</span>
      </p>
      {standing.next ? <TierProgress missing={standing.next} programme={programme} name={names(standing.next.tier)} to="reach" /> : null}
      {keep ? <TierProgress missing={keep} programme={programme} name={names(keep.tier)} to="keep" /> : null}
    </>
  )
}
