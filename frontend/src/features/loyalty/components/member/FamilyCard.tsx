import { Link } from '@tanstack/react-router'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Family, type FamilyInvitation, type FamilyPlace, type FamilyTie, useAnswerInvitation, useFamilyPlace, useLeaveFamily, useShare, useWithdrawInvitation } from '@/lib/families'
import { countText, dateText, useFormat } from '@/lib/format'
import type { Member } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { dayBefore } from '@/ui/LoyaltyWords'
import { Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type FamilyDeed, FamilyDrawer } from './FamilyDrawer'
import css from './Member.module.css'

/** The family of a member: who is in it, who shares, what they have together; nothing where the programme has no families. */
export function FamilyCard({ member }: { member: Member }) {
  const { t } = useTranslation()
  const { data: place } = useFamilyPlace(member.id)
  const mayServe = useMay('serve_members') && member.state === 'active'
  const [deed, setDeed] = useState<FamilyDeed>()
  if (!place || !(place.family || place.may_open || place.invitations.length > 0)) return null
  return (
    <Card title={t('loyalty_family.title')} aside={mayServe ? <Aside place={place} member={member} onDeed={setDeed} /> : null}>
      {place.family ? <Together family={place.family} member={member} mayServe={mayServe} /> : null}
      {!place.family && place.invitations.length === 0 ? <p className="muted">{t('loyalty_family.none')}</p> : null}
      {place.invitations.length > 0 ? (
        <ul className={css.lines}>
          {place.invitations.map((one) => (
            <Invitation key={one.tie_id} one={one} member={member} mayServe={mayServe} onJoin={() => setDeed(one)} />
          ))}
        </ul>
      ) : null}
      {deed ? <FamilyDrawer member={member} deed={deed} onClose={() => setDeed(undefined)} /> : null}
    </Card>
  )
}

function Aside({ place, member, onDeed }: { place: FamilyPlace; member: Member; onDeed: (deed: FamilyDeed) => void }) {
  const { t } = useTranslation()
  if (!place.family) {
    return place.may_open ? (
      <Button size="small" onClick={() => onDeed('open')}>
        {t('loyalty_family.open.title')}
      </Button>
    ) : null
  }
  if (!place.may_spend) return null
  return (
    <span className={css.deeds}>
      {place.family.head_id === member.id ? (
        <Button size="small" onClick={() => onDeed('invite')}>
          {t('loyalty_family.invite.title')}
        </Button>
      ) : null}
      <Button size="small" onClick={() => onDeed('minor')}>
        {t('loyalty_family.minor.title')}
      </Button>
    </span>
  )
}

function Together({ family, member, mayServe }: { family: Family; member: Member; mayServe: boolean }) {
  const { t } = useTranslation()
  const ends = family.next_expiry ? t('loyalty_family.ends', { points: countText(family.next_expiring), date: dateText(dayBefore(family.next_expiry)) }) : ''
  return (
    <div className={css.parts}>
      <div>
        <p className={css.large}>{countText(family.together)}</p>
        <span className={css.quiet}>{[t('loyalty_family.together'), ends].filter(Boolean).join(' · ')}</span>
      </div>
      <ul className={css.lines}>
        {family.ties.map((one) => (
          <Tie key={one.id} tie={one} family={family} member={member} mayServe={mayServe} />
        ))}
      </ul>
      {mayServe ? <Leave member={member} isHead={family.head_id === member.id} /> : null}
    </div>
  )
}

function Tie({ tie, family, member, mayServe }: { tie: FamilyTie; family: Family; member: Member; mayServe: boolean }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const share = useShare()
  const saved = useSaved()
  const isIn = tie.state === 'in'
  const isMine = isIn && mayServe && (tie.member_id === member.id ? tie.role === 'adult' : tie.role === 'minor' && tie.guardian_id === member.id)
  const words = isIn
    ? [tie.usable === null ? '' : t('loyalty_family.has', { points: countText(tie.usable) }), tie.shares && tie.shares_since ? t('loyalty_family.sharesSince', { at: dateText(tie.shares_since) }) : t('loyalty_family.keeps')]
    : [tie.answer_until ? t('loyalty_family.answerUntil', { at: instant(tie.answer_until) }) : '']
  return (
    <li>
      <span>
        {tie.member_id === member.id ? (
          tie.name || tie.number
        ) : (
          <Link to="/loyalty/members/$memberId" params={{ memberId: tie.member_id }}>
            {tie.name || tie.number}
          </Link>
        )}{' '}
        {tie.is_head ? <Tag tone="jade">{t('loyalty_family.head')}</Tag> : null}
        {tie.role === 'minor' ? <Tag tone="slate">{t('loyalty_family.isMinor')}</Tag> : null}
        {isIn ? null : <Tag tone="amber">{t('loyalty_family.invited')}</Tag>}
        <small>{words.filter(Boolean).join(' · ')}</small>
      </span>
      {isMine ? (
        <Switch
          size="small"
          checked={tie.shares}
          loading={share.isPending}
          aria-label={t('loyalty_family.shares')}
          onChange={(shares) => share.mutate({ member_id: tie.member_id, shares }, saved(t(shares ? 'loyalty_family.sharesNow' : 'loyalty_family.keepsNow')))}
        />
      ) : null}
      {!isIn && mayServe && family.head_id === member.id ? <Withdraw tie={tie} member={member} /> : null}
    </li>
  )
}

function Withdraw({ tie, member }: { tie: FamilyTie; member: Member }) {
  const { t } = useTranslation()
  const withdraw = useWithdrawInvitation(member.id)
  const saved = useSaved()
  return (
    <Button size="small" type="text" loading={withdraw.isPending} onClick={() => withdraw.mutate(tie.id, saved(t('loyalty_family.withdrawn')))}>
      {t('loyalty_family.withdraw')}
    </Button>
  )
}

function Invitation({ one, member, mayServe, onJoin }: { one: FamilyInvitation; member: Member; mayServe: boolean; onJoin: () => void }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const answer = useAnswerInvitation(member.id)
  const saved = useSaved()
  return (
    <li>
      <span>
        {t('loyalty_family.invitedBy', { name: one.head_name || one.head_number })}
        <small>{t('loyalty_family.answerUntil', { at: instant(one.answer_until) })}</small>
        {mayServe ? (
          <span className={css.deeds}>
            <Button size="small" type="primary" onClick={onJoin}>
              {t('loyalty_family.join.now')}
            </Button>
            <Button size="small" type="text" loading={answer.isPending} onClick={() => answer.mutate({ tie_id: one.tie_id, accept: false, shares: false }, saved(t('loyalty_family.declined')))}>
              {t('loyalty_family.decline')}
            </Button>
          </span>
        ) : null}
      </span>
    </li>
  )
}

function Leave({ member, isHead }: { member: Member; isHead: boolean }) {
  const { t } = useTranslation()
  const leave = useLeaveFamily(member.id)
  const saved = useSaved()
  const confirm = useConfirm()
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_family.leave.title'), what: t(isHead ? 'loyalty_family.leave.whatHead' : 'loyalty_family.leave.what'), action: t('loyalty_family.leave.action'), danger: true })) leave.mutate(undefined, saved(t('loyalty_family.leave.done')))
  }
  return (
    <div>
      <Button size="small" type="text" loading={leave.isPending} onClick={() => void ask()}>
        {t('loyalty_family.leave.action')}
      </Button>
    </div>
  )
}
