import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useProgrammes } from '@/lib/loyalty'
import { useForCompany, useMay, useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, NoPermission } from '@/ui/States'
import { type Programme, useOverview } from '../api/programmes'
import { DraftDrawer } from '../components/DraftDrawer'
import { FirstSteps } from '../components/FirstSteps'
import { StateTag } from '../components/StateTag'
import css from '../components/Loyalty.module.css'

/** The programmes of the company; with none, what making one leads to. */
export function ProgrammesPage() {
  const { t } = useTranslation()
  const may = useMay('view_loyalty')
  const mayManage = useMayForCompany('manage_loyalty')
  const [drafting, setDrafting] = useState(false)
  const draft = (
    <Button type="primary" onClick={() => setDrafting(true)}>
      {t('loyalty.draft')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('loyalty.title')} subtitle={t('loyalty.subtitle')} primary={may && mayManage ? draft : null} />
      {may ? (
        <Programmes onDraft={mayManage ? draft : null} />
      ) : (
        <Card>
          <NoPermission>{t('loyalty.refused')}</NoPermission>
        </Card>
      )}
      {drafting ? <DraftDrawer onClose={() => setDrafting(false)} /> : null}
    </>
  )
}

function Programmes({ onDraft }: { onDraft: React.ReactNode }) {
  const { t } = useTranslation()
  const programmes = useProgrammes()
  if (programmes.isPending) return <CardSkeleton lines={5} />
  if (programmes.isError) return <ErrorState error={programmes.error} onRetry={() => void programmes.refetch()} />
  if (programmes.data.length === 0) {
    return (
      <Card>
        <EmptyState icon="loyalty" title={t('loyalty.none')} action={onDraft}>
          {t(onDraft ? 'loyalty.noneWords' : 'loyalty.noneOther')}
          {onDraft ? <FirstSteps /> : null}
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className={css.programmes}>
      {programmes.data.map((one) => (
        <ProgrammeCard key={one.id} programme={one} />
      ))}
    </div>
  )
}

function ProgrammeCard({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const said = useSaid()
  const overview = useOverview(programme.id, useForCompany())
  const owed = overview.data?.owed.find((one) => one.role === 'redeemable')
  return (
    <Link to="/loyalty/$programmeId" params={{ programmeId: programme.id }} className={css.programme}>
      <span className={css.programmeName}>
        {said(programme.name)} <StateTag state={programme.state} />
      </span>
      <small>{programme.code}</small>
      {overview.data ? (
        <span className={css.figures}>
          <span>
            <b>{countText(overview.data.members)}</b> {t('loyalty.members')}
          </span>
          <span>
            <b>{countText(owed?.usable ?? 0)}</b> {t('loyalty.pointsOwed')}
          </span>
        </span>
      ) : null}
    </Link>
  )
}
