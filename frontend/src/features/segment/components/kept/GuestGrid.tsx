import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { type Pages, rowsOf } from '@/lib/pages'
import { MembershipDrawer, ToGuest } from '@/ui/audience/MembershipDrawer'
import { Bar } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { AudienceGuest } from '../../api/audiences'
import css from './Kept.module.css'

interface Props {
  audienceId: string
  pages: Pages<AudienceGuest>
  empty: ReactNode
}

/** Guests side by side, page by page; each leads to the guest, and says why. */
export function GuestGrid({ audienceId, pages, empty }: Props) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<AudienceGuest>()
  if (pages.isPending) return <Waiting />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const guests = rowsOf(pages)
  if (guests.length === 0) return <>{empty}</>
  return (
    <>
      <ul className={css.guests}>
        {guests.map((guest) => (
          <li key={guest.guest_id}>
            <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
              {guest.name || t('segment.nameless')}
            </Link>
            <Button type="text" size="small" className={css.ask} onClick={() => setAsked(guest)} aria-label={t('audience_words.whyOf', { name: guest.name })}>
              {t('audience_words.why')}
            </Button>
          </li>
        ))}
      </ul>
      <p className={css.foot}>
        <span aria-live="polite">{t(pages.hasNextPage ? 'words.shownSoFar' : 'words.shownAll', { shown: countText(guests.length) })}</span>
        {pages.hasNextPage ? (
          <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('words.more')}
          </Button>
        ) : null}
      </p>
      {asked ? (
        <MembershipDrawer audienceId={audienceId} guestId={asked.guest_id} title={t('audience_words.whyTitle', { name: asked.name })} onClose={() => setAsked(undefined)}>
          <ToGuest guestId={asked.guest_id} />
        </MembershipDrawer>
      ) : null}
    </>
  )
}

function Waiting() {
  return (
    <ul className={css.guests} aria-busy="true">
      {Array.from({ length: 12 }, (_, place) => (
        <li key={place}>
          <Bar width={60} />
        </li>
      ))}
    </ul>
  )
}
