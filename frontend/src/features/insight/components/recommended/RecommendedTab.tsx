import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Column, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { type Asked, type ShownResults, useShownResults } from '../../api/recommended'
import { ListsCard } from './ListsCard'
import { ListsDrawer } from './ListsDrawer'
import { OpenPlaceCard } from './OpenPlaceCard'
import { type ShareRow, SharesCard } from './SharesCard'

const spans = ['30', '90', '365'] as const

/** A number that is opened: which lists, and what it is called. */
export interface Opened {
  asked: Omit<Asked, 'days'>
  name: string
}

/** What became of what was recommended: clicks and bookings by place and by where it was shown, and what the open place costs. */
export function RecommendedTab() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const [opened, open] = useState<Opened | null>(null)
  const span = spans.find((one) => one === search.days) ?? '90'
  const results = useShownResults(Number(span))
  const choices = spans.map((value) => ({ value, label: t('insight_recommended.days', { count: Number(value) }) }))
  const chooser = <Segmented size="small" value={span} options={choices} onChange={(value) => change({ days: value === '90' ? undefined : value })} />
  return (
    <Column>
      {results.isPending ? <CardSkeleton lines={8} /> : null}
      {results.isError ? (
        <Card>
          <ErrorState error={results.error} onRetry={() => void results.refetch()} />
        </Card>
      ) : null}
      {results.data ? <Told results={results.data} days={Number(span)} chooser={chooser} onOpen={open} /> : null}
      <ListsCard />
      {opened ? <ListsDrawer opened={opened} days={Number(span)} onClose={() => open(null)} /> : null}
    </Column>
  )
}

function Told({ results, days, chooser, onOpen }: { results: ShownResults; days: number; chooser: ReactNode; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation()
  if (results.lists === 0) {
    return (
      <Card title={t('insight_recommended.title')} aside={chooser}>
        <EmptyState
          icon="clock"
          title={t('insight_recommended.none')}
          action={
            <Link to="/guests">
              <Button>{t('insight_recommended.toGuests')}</Button>
            </Link>
          }
        >
          {t('insight_recommended.noneWords')}
        </EmptyState>
      </Card>
    )
  }
  const places = results.places.map((one): ShareRow => ({ name: t('insight_recommended.place', { place: one.place }), which: { place: one.place }, shown: one.shown, clicked: one.clicked, booked: one.booked }))
  const surfaces = results.surfaces.map((one): ShareRow => ({ name: t(`insight_recommended.surface.${one.surface}`), which: { surface: one.surface }, shown: one.lists, clicked: one.clicked, booked: one.booked }))
  return (
    <>
      <Card title={t('insight_recommended.title')} aside={chooser}>
        <p>
          {t('insight_recommended.lead', { count: results.lists, days, lists: countText(results.lists), guests: countText(results.guests) })}{' '}
          <Button type="link" size="small" onClick={() => onOpen({ asked: { became: 'shown' }, name: t('insight_recommended.all') })}>
            {t('insight_recommended.lead_all')}
          </Button>
        </p>
        <Note>{t('insight_recommended.how')}</Note>
      </Card>
      <SharesCard title={t('insight_recommended.byPlace')} head={t('insight_recommended.name')} rows={places} onOpen={onOpen} />
      <SharesCard title={t('insight_recommended.bySurface')} head={t('insight_recommended.where')} rows={surfaces} onOpen={onOpen} />
      <OpenPlaceCard open={results.open_place} />
    </>
  )
}
