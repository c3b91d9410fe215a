import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, moneyText } from '@/lib/format'
import { useForCompany, useMay, useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { EmptyState, ErrorState } from '@/ui/States'
import { type GiftPolicyVersion, useGiftLiability, useGiftPolicy } from '../../api/gifts'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { CardsTable } from './CardsTable'
import { FindDrawer } from './FindDrawer'
import { GiftDrawer } from './GiftDrawer'
import { GiftRules } from './GiftRules'
import { GiftRulesDrawer } from './GiftRulesDrawer'
import { IssueDrawer } from './IssueDrawer'

/** Gift cards: what is owed on them, each card, and the rules they are issued under. */
export function GiftsTab({ programme }: { programme: Programme }) {
  const policy = useGiftPolicy(programme.id)
  if (policy.isPending) return <CardSkeleton lines={6} />
  if (policy.isError) return <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />
  return policy.data.number === 0 ? <Unset programme={programme} held={policy.data} /> : <Cards programme={programme} held={policy.data} />
}

function Unset({ programme, held }: { programme: Programme; held: GiftPolicyVersion }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const [editing, setEditing] = useState(false)
  const start = (
    <Button type="primary" onClick={() => setEditing(true)}>
      {t('loyalty_gifts.setRules')}
    </Button>
  )
  return (
    <>
      <Card>
        <EmptyState icon="loyalty" title={t('loyalty_gifts.unset')} action={mayManage ? start : null}>
          {t(mayManage ? 'loyalty_gifts.unsetWords' : 'loyalty_gifts.unsetOther')}
        </EmptyState>
      </Card>
      {editing ? <GiftRulesDrawer programme={programme} held={held} onClose={() => setEditing(false)} /> : null}
    </>
  )
}

function Cards({ programme, held }: { programme: Programme; held: GiftPolicyVersion }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const isWhole = useForCompany()
  const mayServe = useMay('serve_members')
  const [open, setOpen] = useState<'issue' | 'find'>()
  const close = () => setOpen(undefined)
  const show = (card?: string) => {
    close()
    change({ card })
  }
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Note>{t('loyalty_gifts.intro')}</Note>
        {mayServe ? (
          <span className={css.actions}>
            <Button onClick={() => setOpen('find')}>{t('loyalty_gifts.find')}</Button>
            <Button type="primary" onClick={() => setOpen('issue')}>
              {t('loyalty_gifts.issue')}
            </Button>
          </span>
        ) : null}
      </div>
      {isWhole ? <Figures programme={programme} /> : null}
      {isWhole ? <CardsTable programme={programme} onOpen={show} /> : null}
      <GiftRules programme={programme} held={held} />
      {open === 'issue' ? <IssueDrawer programme={programme} onClose={close} /> : null}
      {open === 'find' ? <FindDrawer programme={programme} onFound={show} onClose={close} /> : null}
      {search.card ? <GiftDrawer cardId={search.card} onClose={() => show()} /> : null}
    </div>
  )
}

/** What the company owes on all cards now, named and bearer cards apart. */
function Figures({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const owed = useGiftLiability(programme.id, true)
  if (owed.isPending) return <CardSkeleton lines={2} />
  if (owed.isError) return <ErrorState error={owed.error} onRetry={() => void owed.refetch()} />
  const { named, bearer, owed_minor, held_minor, cards } = owed.data
  const money = (minor: number) => moneyText(minor, owed.data.currency)
  const count = (amount: number) => t('loyalty_gifts.cardsWithMoney', { count: amount, amount: countText(amount) })
  const door = `/loyalty/${programme.id}`
  const ended = named.ended_minor + bearer.ended_minor
  return (
    <StatRow>
      <Stat label={t('loyalty_gifts.owed')} value={money(owed_minor)} against={held_minor > 0 ? t('loyalty_gifts.ofHeld', { money: money(held_minor) }) : count(cards)} to={door} search={{ tab: 'liability' }} />
      <Stat label={t('loyalty_gifts.kinds.named')} value={money(named.owed_minor)} against={count(named.cards)} />
      <Stat label={t('loyalty_gifts.kinds.bearer')} value={money(bearer.owed_minor)} against={count(bearer.cards)} />
      <Stat label={t('loyalty_gifts.onEnded')} value={money(ended)} against={t(ended > 0 ? 'loyalty_gifts.onEndedAgainst' : 'loyalty_gifts.onEndedNone')} tone={ended > 0 ? 'attention' : 'plain'} to={door} search={{ tab: 'gifts', cards: 'ended' }} />
    </StatRow>
  )
}
