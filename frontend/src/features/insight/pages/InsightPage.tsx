import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, useFormat } from '@/lib/format'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { NoPermission } from '@/ui/States'
import { Tabs } from '@/ui/Tabs'
import { Views } from '@/ui/Views'
import { usedOf, useSnapshots } from '../api/insight'
import { type InsightTab, tabsFor } from './tabs'

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
  const [search] = useAddress()
  const seen = tabsFor(useForCompany())
  const all = seen.flatMap(([, ones]) => ones)
  const tab = all.find((one) => one.key === search.tab) ?? all[0]
  if (!tab) return null
  const addressOf = (one: InsightTab | undefined): Record<string, string> => (one && one !== all[0] ? { tab: one.key } : {})
  const beside = all.filter((one) => one.area === tab.area)
  return (
    <>
      <PageHeader title={t('insight.title')} subtitle={<Fresh />} />
      <Views label={t('insight.areas')} current={tab.area} views={seen.map(([area, ones]) => ({ name: area, label: t(`insight.area.${area}`), door: { to: '/insight', search: addressOf(ones[0]) } }))} />
      <Tabs label={t(`insight.area.${tab.area}`)} current={tab.key} tabs={beside.map((one) => ({ key: one.key, label: t(`insight.tab.${one.key}`), search: addressOf(one) }))}>
        <tab.Inside />
      </Tabs>
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
