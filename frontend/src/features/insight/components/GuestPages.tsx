import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Pages, rowsOf } from '@/lib/pages'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import css from './Standing.module.css'

/** What a line says of a guest, beside the name. */
export interface GuestLine {
  money: string
  words: string
  end: string
}

/** Guests page by page; `children` says the line of one. */
export function GuestPages<G extends { id?: string; guest_id: string; name: string }>({ pages, children }: { pages: Pages<G>; children: (guest: G) => GuestLine }) {
  const { t } = useTranslation()
  if (pages.isPending) return <CardSkeleton lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const guests = rowsOf(pages)
  if (guests.length === 0) return <p className="muted">{t('insight.nobody')}</p>
  return (
    <>
      <ul className={css.guests}>
        {guests.map((guest) => {
          const line = children(guest)
          return (
            <li key={guest.id ?? guest.guest_id} className={css.guest}>
              <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
                {guest.name || t('insight.nameless')}
              </Link>
              <b>{line.money}</b>
              <span>{line.words}</span>
              <span data-align="right">{line.end}</span>
            </li>
          )
        })}
      </ul>
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </>
  )
}
