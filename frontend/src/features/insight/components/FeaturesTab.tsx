import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { byTheme, type Feature, useFeatures } from '@/lib/features'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { useFeatureWords } from '@/ui/FeatureWords'
import { ClearFilters, SearchFilter, SelectFilter } from '@/ui/Filters'
import { TableSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { FeatureDrawer } from './FeatureDrawer'
import { FeatureTable } from './FeatureTable'
import css from './Insight.module.css'

function fits(feature: Feature, words: string): boolean {
  const text = [feature.name, feature.label.zh, feature.label.en, feature.definition.zh, feature.definition.en].join(' ').toLowerCase()
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word))
}

/** The catalogue: what each feature is called, means and comes from. */
export function FeaturesTab() {
  const { t } = useTranslation()
  const { theme } = useFeatureWords()
  const [search, change] = useAddress()
  const features = useFeatures()
  const words = useDeferredValue(search.q ?? '')
  if (features.isPending) return <TableSkeleton columns={5} />
  if (features.isError) {
    return (
      <Card>
        <ErrorState error={features.error} onRetry={() => void features.refetch()} />
      </Card>
    )
  }
  const found = features.data.filter((one) => (!search.theme || one.theme === search.theme) && (!words || fits(one, words)))
  const open = features.data.find((one) => one.name === search.feature)
  return (
    <>
      <div className={css.filters}>
        <SearchFilter param="q" placeholder={t('insight.search')} />
        <SelectFilter param="theme" label={t('insight.themes')} width={168} options={byTheme(features.data).map(([name]) => ({ value: name, label: theme(name) }))} />
        <ClearFilters params={['q', 'theme']} />
        <span className={css.count} aria-live="polite">
          {t('insight.featureCount', { count: found.length, shown: countText(found.length) })}
        </span>
      </div>
      {found.length > 0 ? (
        <FeatureTable themes={byTheme(found)} />
      ) : (
        <Card>
          <EmptyState icon="search" title={t('insight.noFeature')}>
            {t('insight.noFeatureWords')}
          </EmptyState>
        </Card>
      )}
      {open ? <FeatureDrawer feature={open} onClose={() => change({ feature: undefined })} /> : null}
    </>
  )
}
