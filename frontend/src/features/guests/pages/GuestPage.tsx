import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { useMay } from '@/lib/session'
import { ErrorState } from '@/ui/States'
import { PageSkeleton } from '@/ui/Skeleton'
import { Card } from '@/ui/Card'
import { IndexCard } from '@/ui/loyalty/IndexPanel'
import { type Guest, useGuest } from '../api/guests'
import { AudiencesCard } from '../components/AudiencesCard'
import { BookingsCard } from '../components/BookingsCard'
import { CompletenessCard } from '../components/CompletenessCard'
import { ConsentCard } from '../components/ConsentCard'
import { DestinationsCard } from '../components/DestinationsCard'
import { FactsCard } from '../components/FactsCard'
import { GuestHeader } from '../components/GuestHeader'
import { NowCards } from '../components/NowCards'
import { PricesCard } from '../components/PricesCard'
import { RightsCard } from '../components/RightsCard'
import { TimelineCard } from '../components/TimelineCard'
import { MemberCard } from '../components/member/MemberCard'
import { InsightCard } from '../components/insight/InsightCard'
import { PeopleCard } from '../components/people/PeopleCard'
import { NotesCard } from '../components/staff/NotesCard'
import { OwnerCard } from '../components/staff/OwnerCard'
import { PreferencesCard } from '../components/staff/PreferencesCard'
import { TagsCard } from '../components/staff/TagsCard'
import { TasksCard } from '../components/staff/TasksCard'
import css from '../components/Guest.module.css'

export function GuestPage() {
  const guestId = useParam('guestId')
  const guest = useGuest(guestId)
  useCanonical(guestId, guest.data?.id)
  if (guest.isPending) return <PageSkeleton cards={3} />
  if (guest.isError) {
    return (
      <Card>
        <ErrorState error={guest.error} onRetry={() => void guest.refetch()} />
      </Card>
    )
  }
  return <Whole key={guest.data.id} guest={guest.data} />
}

/** A record's id, or one the guest had before, gives way in the address to the guest's own. */
function useCanonical(asked: string, guestId: string | undefined): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (guestId && guestId !== asked) void navigate({ to: '/guests/$guestId', params: { guestId }, search: true, replace: true })
  }, [asked, guestId, navigate])
}

/** Who, what matters now, then three columns: what we know, what happened, what is to be done. On a phone the groups follow one another. */
function Whole({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const mayInsight = useMay('view_insight')
  const mayLoyalty = useMay('view_loyalty')
  const mayAudiences = useMay('view_audiences')
  return (
    <div className={css.page}>
      <GuestHeader guest={guest} />
      <NowCards guest={guest} />
      <div className={css.columns}>
        <div className={css.column}>
          <div className={css.group} data-place="first">
            <PreferencesCard guestId={guest.id} />
            <TagsCard guestId={guest.id} />
            <CompletenessCard guest={guest} />
          </div>
          <div className={css.group} data-place="last">
            <FactsCard guest={guest} />
            <OwnerCard guestId={guest.id} />
            <PeopleCard guestId={guest.id} />
            <ConsentCard recordId={guest.id} />
            <RightsCard guest={guest} />
          </div>
        </div>
        <div className={css.column}>
          <div className={css.group} data-place="third">
            <TimelineCard guestId={guest.id} />
          </div>
        </div>
        <div className={css.column}>
          <div className={css.group} data-place="second">
            {mayLoyalty ? <MemberCard guestId={guest.id} /> : null}
            <TasksCard guestId={guest.id} />
            <NotesCard guestId={guest.id} />
          </div>
          <div className={css.group} data-place="fourth">
            {mayInsight ? <DestinationsCard guestId={guest.id} /> : null}
            {mayInsight ? <InsightCard guestId={guest.id} /> : null}
            {mayAudiences ? <AudiencesCard guestId={guest.id} /> : null}
            {mayInsight && mayLoyalty ? <IndexCard guestId={guest.id} /> : null}
            <BookingsCard guestId={guest.id} title={t('guests.bookings')} />
            <PricesCard recordId={guest.id} />
          </div>
        </div>
      </div>
    </div>
  )
}
