import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { NoPermission } from '@/ui/States'
import { Tabs } from '@/ui/Tabs'
import { HistoryTab } from '../components/HistoryTab'
import { QueueTab } from '../components/QueueTab'
import { ReviewTab } from '../components/ReviewTab'
import { RunsTab } from '../components/RunsTab'

const tabs = ['queue', 'history', 'review', 'runs'] as const
type Tab = (typeof tabs)[number]

/** The steward's desk: is this one person or two? */
export function DeskPage() {
  const { t } = useTranslation()
  const may = useMay('resolve_guests')
  const [search] = useAddress()
  const tab: Tab = tabs.find((one) => one === search.tab) ?? 'queue'
  return (
    <>
      <PageHeader title={t('identity.title')} subtitle={t('identity.subtitle')} />
      {may ? (
        <Tabs label={t('identity.title')} current={tab} tabs={tabs.map((one) => ({ key: one, label: t(`identity.tab.${one}`), search: one === 'queue' ? {} : { tab: one } }))}>
          {tab === 'queue' ? <QueueTab /> : null}
          {tab === 'history' ? <HistoryTab /> : null}
          {tab === 'review' ? <ReviewTab /> : null}
          {tab === 'runs' ? <RunsTab /> : null}
        </Tabs>
      ) : (
        <Card>
          <NoPermission />
        </Card>
      )}
    </>
  )
}
