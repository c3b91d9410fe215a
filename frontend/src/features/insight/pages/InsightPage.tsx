import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, useFormat } from '@/lib/format'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { NoPermission } from '@/ui/States'
import { usedOf, useSnapshots } from '../api/insight'
import { FeaturesTab } from '../components/FeaturesTab'
import css from '../components/Insight.module.css'
import { LifecycleTab } from '../components/LifecycleTab'
import { RfmTab } from '../components/RfmTab'
import { SnapshotsTab } from '../components/SnapshotsTab'

const tabs = ['rfm', 'lifecycle', 'features', 'snapshots'] as const
/** Sums over everybody are for those who see everybody. */
const forCompany = new Set<Tab>(['rfm', 'lifecycle'])
type Tab = (typeof tabs)[number]
/** What a tab keeps in the address goes with it. */
const nothing = { q: undefined, theme: undefined, feature: undefined, scale: undefined, cell: undefined, group: undefined, stage: undefined, view: undefined }

/** What is computed of guests, what it means, and how fresh it is. */
export function InsightPage() {
  const { t } = useTranslation()
  if (useMay('view_insight')) return <Inside />
  return (
    <>
      <PageHeader title={t('insight.title')} />
      <Card>
        <NoPermission>{t('insight.refused')}</NoPermission>
      </Card>
    </>
  )
}

function Inside() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const isWhole = useForCompany()
  const shown = tabs.filter((one) => isWhole || !forCompany.has(one))
  const tab: Tab = shown.find((one) => one === search.tab) ?? shown[0] ?? 'features'
  const go = (to: Tab) => change({ ...nothing, tab: to === shown[0] ? undefined : to }, { push: true })
  return (
    <>
      <PageHeader title={t('insight.title')} subtitle={<Fresh />} />
      <div className={css.tabs}>
        {shown.map((one) => (
          <button key={one} type="button" className={css.tab} aria-pressed={one === tab} onClick={() => go(one)}>
            {t(`insight.tab.${one}`)}
          </button>
        ))}
      </div>
      {tab === 'rfm' ? <RfmTab /> : null}
      {tab === 'lifecycle' ? <LifecycleTab /> : null}
      {tab === 'features' ? <FeaturesTab /> : null}
      {tab === 'snapshots' ? <SnapshotsTab /> : null}
    </>
  )
}

/** How fresh the numbers are, and of how many guests. */
function Fresh() {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const runs = useSnapshots()
  const used = usedOf(runs.data ?? [])
  if (!runs.data) return <>{t('insight.subtitle')}</>
  return <>{used ? t('insight.fresh', { at: instant(used.as_of), guests: countText(used.rows) }) : t('insight.neverMade')}</>
}
