import { InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf, moneyText } from '@/lib/format'
import { useTierNames } from '@/lib/tiers'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { type MemberPriceTerms, type StayTried, useTierPrices } from '../../api/memberPrices'
import type { Programme } from '../../api/programmes'
import css from '../Rules.module.css'
import member from '../member/Member.module.css'
import { saysWorth } from './priceValues'

const PUBLIC = 1000

/** What each tier would pay for a public price, by the terms as they stand in the form: a stay of two nights for two, that fits them. */
export function PreviewPart({ programme, terms }: { programme: Programme; terms: MemberPriceTerms }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const names = useTierNames(programme.id)
  const [amount, setAmount] = useState<number | null>(PUBLIC)
  const unit = 10 ** digitsOf(programme.currency)
  const isReady = saysWorth(terms) && (amount ?? 0) > 0
  const found = useTierPrices(programme.id, triedOf(terms, programme.currency, Math.round((amount ?? 0) * unit)), isReady)
  const money = (minor: number) => moneyText(minor, programme.currency)
  return (
    <section className={css.tries} aria-label={t('loyalty_prices.preview')}>
      <div className={css.triesHead}>
        <h3>{t('loyalty_prices.preview')}</h3>
        <span className={css.triesTools}>
          {t('loyalty_prices.public', { currency: programme.currency })}
          <InputNumber aria-label={t('loyalty_prices.public', { currency: programme.currency })} min={0.01} max={10_000_000} value={amount} onChange={setAmount} style={{ width: 120 }} />
        </span>
      </div>
      {found.isError && isReady ? <p role="alert">{sentence(found.error)}</p> : null}
      {found.data && isReady ? (
        <ul className={member.lines} aria-live="polite">
          {found.data.map(({ tier, found: one }) => (
            <li key={tier}>
              <span>{tier ? names(tier) : t('loyalty_prices.everyMember')}</span>
              <span className={member.count}>{one.code ? t('loyalty_prices.pays', { price: money(one.price_minor), off: money(Math.round((amount ?? 0) * unit) - one.price_minor) }) : t('loyalty_prices.paysPublic', { price: money(one.price_minor) })}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <Note>{t('loyalty_prices.previewNote')}</Note>
    </section>
  )
}

function triedOf(terms: MemberPriceTerms, currency: string, public_minor: number): StayTried {
  const today = new Date().toLocaleDateString('sv')
  return { public_minor, currency, terms, line: terms.lines[0] ?? 'hotel', channel: terms.channels[0] ?? '', property: terms.properties[0] ?? '', product: terms.products[0] ?? '', starts_on: terms.travel_from ?? today, nights: 2, people: 2 }
}
