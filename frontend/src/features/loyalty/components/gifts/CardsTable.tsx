import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { dateText, moneyText } from '@/lib/format'
import { SelectFilter } from '@/ui/Filters'
import { EmptyState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type GiftCardLine, giftFilters, useGiftCards } from '../../api/gifts'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { giftStateOf, giftTones } from './giftState'

/** The cards with what is left on each; no code is kept, so none is shown. */
export function CardsTable({ programme, onOpen }: { programme: Programme; onOpen: (card_id: string) => void }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const state = giftFilters.find((one) => one === search.cards)
  const pages = useGiftCards(programme.id, state)
  const columns = useColumns(onOpen)
  const options = giftFilters.map((value) => ({ value, label: t(`loyalty_gifts.states.${value}`) }))
  return (
    <DataTable
      name="gift_cards"
      label={t('loyalty.tab.gifts')}
      columns={columns}
      pages={pages}
      rowKey={(one) => one.card.id}
      filters={<SelectFilter param="cards" label={t('loyalty_rules.status')} options={options} />}
      empty={
        <EmptyState icon="loyalty" title={t(state ? 'loyalty_gifts.noneOf' : 'loyalty_gifts.none')}>
          {t(state ? 'loyalty_gifts.noneOfWords' : 'loyalty_gifts.noneWords')}
        </EmptyState>
      }
    />
  )
}

function useColumns(onOpen: (card_id: string) => void): Column<GiftCardLine>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'card',
      title: t('loyalty_gifts.card'),
      render: ({ card }) => (
        <span className={css.two}>
          <Button type="link" size="small" style={{ padding: 0, justifySelf: 'start' }} onClick={() => onOpen(card.id)}>
            {t(`loyalty_gifts.kinds.${card.member_id ? 'named' : 'bearer'}`)}
          </Button>
          <small>{t('loyalty_gifts.issuedAt', { date: dateText(card.issued_at) })}</small>
        </span>
      ),
    },
    {
      key: 'member',
      title: t('loyalty.member'),
      render: ({ card, name, number }) =>
        card.member_id ? (
          <span className={css.two}>
            <Link to="/loyalty/members/$memberId" params={{ memberId: card.member_id }}>
              {name || number}
            </Link>
            {name ? <small>{number}</small> : null}
          </span>
        ) : (
          <span className="muted">{t('loyalty_gifts.whoever')}</span>
        ),
    },
    { key: 'face', title: t('loyalty_gifts.face'), align: 'right', render: ({ card }) => moneyText(card.face_minor, card.currency) },
    {
      key: 'left',
      title: t('loyalty_gifts.left'),
      align: 'right',
      render: ({ card }) => (
        <span className={css.two}>
          {moneyText(card.usable_minor, card.currency)}
          {card.held_minor > 0 ? <small>{t('loyalty_gifts.andHeld', { money: moneyText(card.held_minor, card.currency) })}</small> : null}
        </span>
      ),
    },
    { key: 'last_on', title: t('loyalty_gifts.lastOn'), render: ({ card }) => (card.last_on ? dateText(card.last_on) : t('loyalty_gifts.neverEnds')) },
    { key: 'state', title: t('loyalty_rules.status'), render: ({ card }) => <Status tone={giftTones[giftStateOf(card)]}>{t(`loyalty_gifts.states.${giftStateOf(card)}`)}</Status> },
  ]
}
