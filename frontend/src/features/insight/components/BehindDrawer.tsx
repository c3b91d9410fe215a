import { useTranslation } from 'react-i18next'
import { useReportingCurrency } from '@/lib/features'
import { dateText, moneyText } from '@/lib/format'
import type { Pages } from '@/lib/pages'
import { FormDrawer } from '@/ui/FormDrawer'
import { type Behind, type GuestIn, useBehind } from '../api/standing'
import { GuestPages } from './GuestPages'
import css from './Standing.module.css'

/** The guests behind a number. */
export function BehindDrawer({ behind, title, words, onClose }: { behind: Behind; title: string; words?: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={title} onClose={onClose}>
      {words ? <p className="muted">{words}</p> : null}
      <p className={css.listNote}>{t('insight.bySpend')}</p>
      <Guests behind={behind} />
    </FormDrawer>
  )
}

function Guests({ behind }: { behind: Behind }) {
  return <SpendPages pages={useBehind(behind)} />
}

/** Guests page by page, those who spent most on top. */
export function SpendPages({ pages }: { pages: Pages<GuestIn> }) {
  const { t } = useTranslation()
  const currency = useReportingCurrency()
  return (
    <GuestPages pages={pages}>
      {(guest) => ({
        money: moneyText(guest.spend_minor, currency, true),
        words: guest.last_booked_on ? t('insight.lastBooked', { on: dateText(guest.last_booked_on) }) : t('insight.neverBooked'),
        end: t('insight.bookingsOf', { count: guest.bookings }),
      })}
    </GuestPages>
  )
}
