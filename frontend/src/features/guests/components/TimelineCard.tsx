import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { type Pages, rowsOf } from '@/lib/pages'
import { useNarrow } from '@/lib/screen'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Tone } from '@/ui/StatusTag'
import { Timeline } from '@/ui/Timeline'
import { type Moment, type TimelineFilter, timelineFilters, type TimelineKind, timelineKinds, useTimeline } from '../api/guests'
import css from './Guest.module.css'
import { useMomentWords } from './moments'

const tones: Record<TimelineKind, Tone> = { booking: 'jade', event: 'slate', interaction: 'amber', feedback: 'olive', trait: 'plum', note: 'grey', call: 'amber', file: 'grey' }

function isKind(value: string | undefined): value is TimelineKind {
  return (timelineKinds as readonly (string | undefined)[]).includes(value)
}

const filters = Object.keys(timelineFilters) as TimelineFilter[]

/** Everything that happened with the person, newest first; older parts load as one scrolls. */
export function TimelineCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const kind = filters.find((one) => one === search.kind)
  const pages = useTimeline(guestId, kind)
  return (
    <Card
      title={<span className={css.whole}>{t('guests.timeline')}</span>}
      aside={
        <div className={css.filters}>
          {[undefined, ...filters].map((one) => (
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
          const { name, title, detail, bookingId, fileId } = words(row)
          return {
            key: `${row.kind}${row.key}${row.at}`,
            at: <Instant at={row.at} />,
            tone: isKind(row.kind) ? tones[row.kind] : 'grey',
            title: (
              <>
                <b>{name}</b> {fileId ? <a href={`/api/files/${fileId}`} download>{title}</a> : bookingId ? <Link to="/bookings/$bookingId" params={{ bookingId }}>{title || bookingId.slice(0, 8)}</Link> : title}
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

/** Loads the next part when it comes into sight, or when asked; on a phone only when asked, as other cards follow below. */
function Older({ pages }: { pages: Pages<Moment> }) {
  const { t } = useTranslation()
  const mark = useRef<HTMLDivElement>(null)
  const { fetchNextPage, isFetchingNextPage } = pages
  const narrow = useNarrow()
  useEffect(() => {
    const place = mark.current
    if (!place || narrow) return undefined
    const watcher = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void fetchNextPage()
    })
    watcher.observe(place)
    return () => watcher.disconnect()
  }, [fetchNextPage, narrow])
  return (
    <div ref={mark} className={css.more}>
      <Button type="text" size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('guests.older')}
      </Button>
    </div>
  )
}
