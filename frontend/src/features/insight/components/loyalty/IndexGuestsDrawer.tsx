import { useTranslation } from 'react-i18next'
import { percentText } from '@/lib/format'
import { useIndexGuests } from '@/lib/loyaltyIndex'
import { FormDrawer } from '@/ui/FormDrawer'
import { GuestPages } from '../GuestPages'
import type { Behind } from './LoyaltyIndexTab'

/** The guests behind a number of the index. */
export function IndexGuestsDrawer({ behind, onClose }: { behind: Behind; onClose: () => void }) {
  const { t } = useTranslation()
  const pages = useIndexGuests(behind.asked)
  return (
    <FormDrawer open title={t('loyalty_index.behind', { name: behind.name })} onClose={onClose}>
      <p className="muted">{t('loyalty_index.behindNote')}</p>
      <GuestPages pages={pages}>
        {(guest) => ({
          money: guest.points === null ? t('loyalty_index.none') : t('loyalty_index.points', { points: guest.points.toFixed(1) }),
          words: t('loyalty_index.covered', { share: percentText(guest.coverage, 0) }),
          end: '',
        })}
      </GuestPages>
    </FormDrawer>
  )
}
