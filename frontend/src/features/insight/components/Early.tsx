import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { EmptyState, ErrorState } from '@/ui/States'
import { useIsEmpty, useSnapshots } from '../api/insight'
import { useModels } from '../api/models'

interface Props {
  title: string
  /** What the page waits for. */
  children: ReactNode
  /** The model that fills the page: where it was tried in vain, what it said stands instead. */
  kind?: string
  action?: ReactNode
}

/** What stands where there is nothing to show yet: before anybody is in a snapshot what to begin with, after that what this page waits for. */
export function Early({ title, children, kind, action }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const models = useModels()
  const model = models.data?.find((one) => one.name === kind)
  if (useIsEmpty()) return <Begin />
  return (
    <Card>
      <EmptyState icon="clock" title={title} action={action ?? (kind ? <Door tab="models" kind={kind}>{t('insight.toModel')}</Door> : null)}>
        {model?.message && !model.champion ? said(model.message) : children}
      </EmptyState>
    </Card>
  )
}

/** Not found is too early; anything else went wrong. */
export function EarlyOrFault({ error, onRetry, ...early }: Props & { error: unknown; onRetry: () => void }) {
  if (error instanceof Problem && error.status === 404) return <Early {...early} />
  return (
    <Card>
      <ErrorState error={error} onRetry={onRetry} />
    </Card>
  )
}

/** Counts come with the first snapshot. */
export function NoNumbers(fault: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <EarlyOrFault {...fault} title={t('insight.noSnapshots')} action={<Door tab="snapshots">{t('insight.toProgress')}</Door>}>
      {t('insight.noNumbersYet')}
    </EarlyOrFault>
  )
}

/** There is nothing to compute from: bring in bookings, or see the first snapshot being made. */
export function Begin() {
  const { t } = useTranslation()
  const may = useMay('load_data')
  const runs = useSnapshots()
  if (runs.data?.some((run) => !run.is_over))
    return (
      <Card>
        <EmptyState icon="clock" title={t('insight.firstUnderWay')} action={<Door tab="snapshots">{t('insight.toProgress')}</Door>}>
          {t('insight.firstUnderWayWords')}
        </EmptyState>
      </Card>
    )
  return (
    <Card>
      <EmptyState icon="bookings" title={t('insight.begin')} action={<ToImport />}>
        {t(may ? 'insight.beginWords' : 'insight.beginAsk')}
      </EmptyState>
    </Card>
  )
}

/** The way to more data, for whom may bring it in. */
export function ToImport() {
  const { t } = useTranslation()
  if (!useMay('load_data')) return null
  return (
    <Link to="/import">
      <Button type="primary" tabIndex={-1} icon={<Icon name="upload" size={16} />}>
        {t('insight.import')}
      </Button>
    </Link>
  )
}

/** A way from an empty page to the one that fills it. */
export function Door({ tab, kind, children }: { tab: string; kind?: string; children: ReactNode }) {
  return (
    <Link to="/insight" search={kind ? { tab, kind } : { tab }}>
      <Button tabIndex={-1}>{children}</Button>
    </Link>
  )
}
