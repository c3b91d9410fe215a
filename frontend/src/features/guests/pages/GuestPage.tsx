import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { ErrorState } from '@/ui/States'
import { PageSkeleton } from '@/ui/Skeleton'
import { Card } from '@/ui/Card'
import { useGuest } from '../api/guests'
import { BookingsCard } from '../components/BookingsCard'
import { CompanionsCard } from '../components/CompanionsCard'
import { ConsentCard } from '../components/ConsentCard'
import { FactsCard } from '../components/FactsCard'
import { GuestHeader } from '../components/GuestHeader'
import { OriginCard } from '../components/OriginCard'
import { PricesCard } from '../components/PricesCard'
import { RightsCard } from '../components/RightsCard'
import { TimelineCard } from '../components/TimelineCard'
import { TripCards } from '../components/TripCards'
import css from '../components/Guest.module.css'

export function GuestPage() {
  const { t } = useTranslation()
  const guestId = useParam('guestId')
  const guest = useGuest(guestId)
  if (guest.isPending) return <PageSkeleton cards={3} />
  if (guest.isError) {
    return (
      <Card>
        <ErrorState error={guest.error} onRetry={() => void guest.refetch()} />
      </Card>
    )
  }
  return (
    <div className={css.page}>
      <GuestHeader guest={guest.data} />
      <TripCards guest={guest.data} />
      <div className={css.columns}>
        <div className={css.column}>
          <FactsCard guest={guest.data} />
          <ConsentCard recordId={guestId} />
          <RightsCard recordId={guestId} />
          <CompanionsCard recordId={guestId} />
          <OriginCard guest={guest.data} />
        </div>
        <div className={css.column}>
          <TimelineCard key={guestId} recordId={guestId} />
        </div>
        <div className={css.column}>
          <BookingsCard recordId={guestId} title={t('guests.bookings')} />
          <PricesCard recordId={guestId} />
        </div>
      </div>
    </div>
  )
}
