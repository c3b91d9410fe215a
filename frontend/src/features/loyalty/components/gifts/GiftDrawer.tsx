import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, moneyText, useFormat } from '@/lib/format'
import { useMay } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { KeyValues } from '@/ui/KeyValues'
import { bookingOf } from '@/ui/LoyaltyWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type GiftCard, type GiftUseLine, useExtendGift, useGiftCard, useGiftUses, usePayOutGift } from '../../api/gifts'
import css from '../Rules.module.css'
import member from '../member/Member.module.css'
import { giftStateOf, giftTones } from './giftState'

const tones = { held: 'amber', used: 'jade', given_back: 'grey', lapsed: 'grey' } as const satisfies Record<GiftUseLine['use']['state'], Tone>

/** One card: what is left, until when, whose it is, and the bookings it paid. */
export function GiftDrawer({ cardId, onClose }: { cardId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const card = useGiftCard(cardId)
  return (
    <FormDrawer open title={t('loyalty_gifts.card')} onClose={onClose} extra={card.data ? <Deeds card={card.data} /> : null}>
      {card.isPending ? <CardSkeleton lines={5} /> : null}
      {card.isError ? <ErrorState error={card.error} onRetry={() => void card.refetch()} /> : null}
      {card.data ? <Facts card={card.data} /> : null}
      {card.data ? <Uses card={card.data} /> : null}
    </FormDrawer>
  )
}

function Facts({ card }: { card: GiftCard }) {
  const { t } = useTranslation()
  const state = giftStateOf(card)
  const money = (minor: number) => moneyText(minor, card.currency)
  const owner = card.member_id ? (
    <Link to="/loyalty/members/$memberId" params={{ memberId: card.member_id }}>
      {t('loyalty_gifts.toMember')}
    </Link>
  ) : null
  return (
    <>
      <p className={member.large}>{money(card.usable_minor)}</p>
      <KeyValues
        items={[
          { label: t('loyalty_rules.status'), value: <Status tone={giftTones[state]}>{t(`loyalty_gifts.states.${state}`)}</Status> },
          { label: t('loyalty_gifts.held'), value: card.held_minor > 0 ? money(card.held_minor) : null },
          { label: t('loyalty_gifts.face'), value: money(card.face_minor) },
          { label: t('loyalty_gifts.kind'), value: t(`loyalty_gifts.kinds.${card.member_id ? 'named' : 'bearer'}`) },
          { label: t('loyalty.member'), value: owner },
          { label: t('loyalty_gifts.lastOn'), value: card.last_on ? dateText(card.last_on) : t('loyalty_gifts.neverEnds') },
          { label: t('loyalty_gifts.issuedOn'), value: dateText(card.issued_at) },
        ]}
      />
    </>
  )
}

/** Extending a card, and paying a named one back; each says first what it does. */
function Deeds({ card }: { card: GiftCard }) {
  const { t } = useTranslation()
  const [key] = useState(() => crypto.randomUUID())
  const mayServe = useMay('serve_members')
  const mayPay = useMay('adjust_points') && card.member_id !== null && card.usable_minor > 0
  const extend = useExtendGift(card.id)
  const payOut = usePayOutGift(card.id)
  const saved = useSaved()
  const confirm = useConfirm()
  async function askExtend(): Promise<void> {
    if (await confirm({ title: t('loyalty_gifts.extend.title'), what: t('loyalty_gifts.extend.what'), action: t('loyalty_gifts.extend.action') })) extend.mutate(undefined, saved(t('loyalty_gifts.extend.done')))
  }
  async function askPay(): Promise<void> {
    const what = t('loyalty_gifts.payOut.what', { money: moneyText(card.usable_minor, card.currency) })
    if (await confirm({ title: t('loyalty_gifts.payOut.title'), what, action: t('loyalty_gifts.payOut.action'), danger: true })) payOut.mutate(key, saved(t('loyalty_gifts.payOut.done')))
  }
  return (
    <span className={member.deeds}>
      {mayServe && card.last_on ? (
        <Button loading={extend.isPending} onClick={() => void askExtend()}>
          {t('loyalty_gifts.extend.action')}
        </Button>
      ) : null}
      {mayPay ? (
        <Button danger loading={payOut.isPending} onClick={() => void askPay()}>
          {t('loyalty_gifts.payOut.action')}
        </Button>
      ) : null}
    </span>
  )
}

function Uses({ card }: { card: GiftCard }) {
  const { t } = useTranslation()
  const uses = useGiftUses(card.id)
  if (uses.isError) return <ErrorState error={uses.error} onRetry={() => void uses.refetch()} />
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_gifts.uses')}</h3>
      {uses.data?.length === 0 ? <p className="muted">{t('loyalty_gifts.noUses')}</p> : null}
      <ul className={member.lines}>
        {uses.data?.map((one) => (
          <Use key={one.use.id} line={one} card={card} />
        ))}
      </ul>
    </section>
  )
}

function Use({ line, card }: { line: GiftUseLine; card: GiftCard }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const { use } = line
  const booking = bookingOf(use.source)
  const back = line.back_minor > 0 ? t('loyalty_gifts.back', { money: moneyText(line.back_minor, card.currency) }) : ''
  const until = use.state === 'held' ? t('loyalty_gifts.heldUntil', { at: instant(use.held_until) }) : ''
  return (
    <li>
      <span>
        {booking ? (
          <Link to="/bookings/$bookingId" params={{ bookingId: booking }}>
            {t('loyalty.openBooking')}
          </Link>
        ) : (
          use.source || t('loyalty_gifts.noSource')
        )}
        <small>{[instant(line.ordered_at), until, back].filter(Boolean).join(' · ')}</small>
      </span>
      <span className={member.count}>
        <Status tone={tones[use.state]}>{t(`loyalty_gifts.useStates.${use.state}`)}</Status> {moneyText(use.amount_minor, card.currency)}
      </span>
    </li>
  )
}
