import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { type Pages, rowsOf } from '@/lib/pages'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Tone } from '@/ui/StatusTag'
import { Timeline } from '@/ui/Timeline'
import { type Moment, type TimelineKind, timelineKinds, useTimeline } from '../api/guests'
import css from './Guest.module.css'
import { useMomentWords } from './moments'

const tones: Record<TimelineKind, Tone> = { booking: 'jade', event: 'slate', interaction: 'amber', feedback: 'olive', trait: 'plum' }

function isKind(value: string | undefined): value is TimelineKind {
  return (timelineKinds as readonly (string | undefined)[]).includes(value)
}

/** Everything that happened with the person, newest first; older parts load as one scrolls. */
export function TimelineCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const kind = isKind(search.kind) ? search.kind : undefined
  const pages = useTimeline(guestId, kind ? [kind] : [])
  return (
    <Card
      title={t('guests.timeline')}
      aside={
        <div className={css.filters}>
          {([undefined, ...timelineKinds] as const).map((one) => (
            <button key={one ?? 'all'} type="button" className={css.filter} aria-pressed={one === kind} onClick={() => change({ kind: one })}>
              {one ? t(`guests.kind.${one}`) : t('guests.kind.all')}
            </button>
          ))}
        </div>
      }
    >
      <Moments pages={pages} />
    </Card>
  )
}

function Moments({ pages }: { pages: Pages<Moment> }) {
  const { t } = useTranslation()
  const words = useMomentWords()
  if (pages.isPending) return <CardSkeleton lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const rows = rowsOf(pages)
  if (rows.length === 0) return <p className="muted">{t('guests.noMoments')}</p>
  return (
    <>
      <Timeline
        label={t('guests.timeline')}
        moments={rows.map((row) => {
          const { name, title, detail, bookingId } = words(row)
          return {
            key: `${row.kind}${row.key}${row.at}`,
            at: <Instant at={row.at} />,
            tone: isKind(row.kind) ? tones[row.kind] : 'grey',
            title: (
              <>
                <b>{name}</b> {bookingId ? <Link to="/bookings/$bookingId" params={{ bookingId }}>{title || bookingId.slice(0, 8)}</Link> : title}
              </>
            ),
            detail,
          }
        })}
      />
      {pages.hasNextPage ? <Older pages={pages} /> : null}
    </>
  )
}

/** Loads the next part when it comes into sight, or when asked. */
function Older({ pages }: { pages: Pages<Moment> }) {
  const { t } = useTranslation()
  const mark = useRef<HTMLDivElement>(null)
  const { fetchNextPage, isFetchingNextPage } = pages
  useEffect(() => {
    const place = mark.current
    if (!place) return undefined
    const watcher = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void fetchNextPage()
    })
    watcher.observe(place)
    return () => watcher.disconnect()
  }, [fetchNextPage])
  return (
    <div ref={mark} className={css.more}>
      <Button type="text" size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('guests.older')}
      </Button>
    </div>
  )
}
