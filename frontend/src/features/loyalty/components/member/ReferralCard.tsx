import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { Member, Programme } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { CopyText } from '@/ui/loyalty/CopyText'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type ReferralLine, useMakeReferralCode, useMemberReferrals, useReferralCode, useReferralTerms, useRevokeReferralCode } from '../../api/referrals'
import { referralTones, useReferralWords } from '../referral/referralWords'
import css from './Member.module.css'

/** The code and link that the member hands to friends, and who came by it; nothing where the programme has no referrals. */
export function ReferralCard({ member, programme }: { member: Member; programme: Programme }) {
  const { t } = useTranslation()
  const { data: terms = [] } = useReferralTerms(programme.id)
  const found = useMemberReferrals(member.id)
  if (terms.length === 0 && (found.data ?? []).length === 0) return null
  if (found.isPending) return <CardSkeleton lines={3} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return (
    <Card title={t('loyalty.tab.referral')}>
      <div className={css.parts}>
        <Code member={member} />
        {found.data.length > 0 ? (
          <ul className={css.lines}>
            {found.data.map((one) => (
              <Friend key={one.referral.id} line={one} member={member} programme={programme} />
            ))}
          </ul>
        ) : null}
      </div>
    </Card>
  )
}

function Code({ member }: { member: Member }) {
  const { t } = useTranslation()
  const code = useReferralCode(member.id)
  const make = useMakeReferralCode(member.id)
  const revoke = useRevokeReferralCode(member.id)
  const mayServe = useMay('serve_members') && member.state === 'active'
  const saved = useSaved()
  const confirm = useConfirm()
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_referral.revokeTitle'), what: t('loyalty_referral.revokeWhat'), action: t('loyalty_referral.revoke'), danger: true })) revoke.mutate(undefined, saved(t('loyalty_referral.revoked')))
  }
  if (code.isPending) return null
  if (!code.data) {
    return (
      <div>
        <p className="muted">{t('loyalty_referral.noCode')}</p>
        {mayServe ? (
          <Button size="small" loading={make.isPending} onClick={() => make.mutate(undefined, saved(t('loyalty_referral.made')))}>
            {t('loyalty_referral.make')}
          </Button>
        ) : null}
      </div>
    )
  }
  return (
    <div>
      <KeyValues
        items={[
          { label: t('loyalty_referral.code'), value: <CopyText text={code.data.code} /> },
          { label: t('loyalty_referral.link'), value: code.data.link ? <CopyText text={code.data.link} /> : null },
        ]}
      />
      {mayServe ? (
        <Button size="small" type="text" loading={revoke.isPending} onClick={() => void ask()}>
          {t('loyalty_referral.revoke')}
        </Button>
      ) : null}
    </div>
  )
}

/** A friend whom the member brought, or by whom the member came. */
function Friend({ line, member, programme }: { line: ReferralLine; member: Member; programme: Programme }) {
  const { t } = useTranslation()
  const words = useReferralWords(programme)
  const { referral } = line
  const isMine = referral.referrer_id === member.id
  const name = isMine ? line.friend_name || line.friend_number : line.referrer_name || line.referrer_number
  return (
    <li>
      <span>
        {t(isMine ? 'loyalty_referral.brought' : 'loyalty_referral.cameBy')}{' '}
        <Link to="/loyalty/members/$memberId" params={{ memberId: isMine ? referral.friend_id : referral.referrer_id }}>
          {name}
        </Link>
        <small>{[dateText(referral.referred_on), words.why(referral)].filter(Boolean).join(' · ')}</small>
      </span>
      <Status tone={referralTones[referral.state]}>{t(`loyalty_referral.states.${referral.state}`)}</Status>
    </li>
  )
}
