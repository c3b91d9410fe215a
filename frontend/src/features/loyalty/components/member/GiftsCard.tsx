import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { dateText, moneyText } from '@/lib/format'
import type { Member, Programme } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { type GiftCard, useGiftPolicy, useMemberGifts } from '../../api/gifts'
import { GiftDrawer } from '../gifts/GiftDrawer'
import { giftStateOf, giftTones } from '../gifts/giftState'
import { IssueDrawer } from '../gifts/IssueDrawer'
import css from './Member.module.css'

/** The member's named gift cards: they stay the guest's, whatever becomes of the membership. */
export function GiftsCard({ member, programme }: { member: Member; programme: Programme }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const cards = useMemberGifts(member.id)
  const policy = useGiftPolicy(programme.id)
  const mayIssue = useMay('serve_members') && member.state === 'active' && (policy.data?.number ?? 0) > 0
  const [issuing, setIssuing] = useState(false)
  if (cards.isPending) return <CardSkeleton lines={3} />
  if (cards.isError) return <ErrorState error={cards.error} onRetry={() => void cards.refetch()} />
  if (cards.data.length === 0 && !mayIssue) return null
  const issue = (
    <Button size="small" onClick={() => setIssuing(true)}>
      {t('loyalty_gifts.issue')}
    </Button>
  )
  return (
    <Card title={t('loyalty.tab.gifts')} aside={mayIssue ? issue : null}>
      {cards.data.length === 0 ? <p className="muted">{t('loyalty_gifts.noneNamed')}</p> : null}
      <ul className={css.lines}>
        {cards.data.map((one) => (
          <Line key={one.id} card={one} onOpen={() => change({ card: one.id })} />
        ))}
      </ul>
      {issuing ? <IssueDrawer programme={programme} member={member} onClose={() => setIssuing(false)} /> : null}
      {search.card ? <GiftDrawer cardId={search.card} onClose={() => change({ card: undefined })} /> : null}
    </Card>
  )
}

function Line({ card, onOpen }: { card: GiftCard; onOpen: () => void }) {
  const { t } = useTranslation()
  const state = giftStateOf(card)
  const until = card.last_on ? t('loyalty.usableUntil', { date: dateText(card.last_on) }) : t('loyalty_gifts.neverEnds')
  return (
    <li>
      <span>
        <Button type="link" size="small" style={{ padding: 0 }} onClick={onOpen}>
          {t('loyalty_gifts.leftOf', { left: moneyText(card.usable_minor, card.currency), face: moneyText(card.face_minor, card.currency) })}
        </Button>
        <small>{[until, card.held_minor > 0 ? t('loyalty_gifts.andHeld', { money: moneyText(card.held_minor, card.currency) }) : ''].filter(Boolean).join(' · ')}</small>
      </span>
      <Status tone={giftTones[state]}>{t(`loyalty_gifts.states.${state}`)}</Status>
    </li>
  )
}
