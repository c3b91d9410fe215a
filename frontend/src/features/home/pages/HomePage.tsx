import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useForCompany, useMay, useMe } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton, PageSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { type Home, useGlance, useHome } from '../api/home'
import { DecisionsCard } from '../components/DecisionsCard'
import { ChangesCard } from '../components/ChangesCard'
import { Figures } from '../components/Figures'
import css from '../components/Home.module.css'
import { SourcesCard } from '../components/SourcesCard'

const MonthsCard = lazy(() => import('../components/MonthsCard').then((file) => ({ default: file.MonthsCard })))

const NOON = 12
const EVENING = 18

function greeting(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour < NOON) return 'morning'
  return hour < EVENING ? 'afternoon' : 'evening'
}

export function HomePage() {
  const { t } = useTranslation()
  const me = useMe()
  const home = useHome()
  if (home.isPending) return <PageSkeleton cards={3} />
  if (home.isError) {
    return (
      <Card>
        <ErrorState error={home.error} onRetry={() => void home.refetch()} />
      </Card>
    )
  }
  const isNew = home.data.figures.every((figure) => figure.value === 0)
  return (
    <>
      <PageHeader title={t(`home.${greeting(new Date().getHours())}`, { name: me.name })} subtitle={<Today updatedAt={home.dataUpdatedAt} />} primary={isNew ? null : <Import />} />
      {isNew ? <Welcome /> : <Content home={home.data} />}
    </>
  )
}

function Today({ updatedAt }: { updatedAt: number }) {
  const { t, i18n } = useTranslation()
  const day = new Intl.DateTimeFormat(i18n.language, { month: 'long', day: 'numeric', weekday: 'long' }).format(updatedAt)
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(updatedAt)
  return <>{t('home.asOf', { day, time })}</>
}

function Import() {
  const { t } = useTranslation()
  if (!useMay('load_data')) return null
  return (
    <Link to="/import">
      <Button type="primary" tabIndex={-1} icon={<Icon name="upload" size={16} />}>
        {t('home.import')}
      </Button>
    </Link>
  )
}

function Content({ home }: { home: Home }) {
  const isWhole = useForCompany()
  const sees = useMay('view_insight') && isWhole
  const glance = useGlance(sees)
  return (
    <div className={css.page}>
      <Figures figures={home.figures} />
      <div className={css.halves}>
        <DecisionsCard decisions={[...home.decisions, ...(glance.data?.decisions ?? [])]} />
        {sees ? <ChangesCard glance={glance} /> : <SourcesCard sources={home.sources} />}
      </div>
      <div className={sees ? css.halves : css.page}>
        {home.months.length > 0 ? (
          <Suspense fallback={<CardSkeleton lines={6} />}>
            <MonthsCard months={home.months} />
          </Suspense>
        ) : null}
        {sees ? <SourcesCard sources={home.sources} /> : null}
      </div>
    </div>
  )
}

function Welcome() {
  const { t } = useTranslation()
  const mayLoad = useMay('load_data')
  return (
    <Card>
      <EmptyState icon="sources" title={t('home.newTitle')} action={mayLoad ? <Import /> : null}>
        {mayLoad ? t('home.newWords') : t('home.newAsk')}
      </EmptyState>
    </Card>
  )
}
