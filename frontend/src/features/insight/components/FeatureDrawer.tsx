import { useTranslation } from 'react-i18next'
import type { Feature } from '@/lib/features'
import { useSaid } from '@/lib/i18n'
import { useForCompany } from '@/lib/session'
import { useFeatureWords } from '@/ui/FeatureWords'
import { FormDrawer } from '@/ui/FormDrawer'
import { KeyValues } from '@/ui/KeyValues'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { usedOf, useSnapshots } from '../api/insight'
import css from './Insight.module.css'
import { Spread } from './Spread'

/** One feature: what it means, where it comes from, and how it is spread over the guests. */
export function FeatureDrawer({ feature, onClose }: { feature: Feature; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useFeatureWords()
  return (
    <FormDrawer open title={said(feature.label)} onClose={onClose}>
      <div className={css.drawer}>
        <section>
          <p className={css.meaning}>{said(feature.definition)}</p>
          {feature.is_sensitive ? <p className={css.sensitive}>{t('insight.sensitiveWords')}</p> : null}
        </section>
        <section>
          <Known feature={feature} />
        </section>
        <section>
          <h3>{t('insight.about')}</h3>
          <KeyValues
            items={[
              { label: t('insight.column'), value: <span className="mono">{feature.name}</span> },
              { label: t('insight.themeOf'), value: words.theme(feature.theme) },
              { label: t('insight.unit'), value: words.unit(feature) },
              { label: t('insight.source'), value: <span className="mono">{feature.sources.join(', ')}</span> },
              { label: t('insight.empty'), value: said(feature.null) },
              { label: t('insight.computed'), value: said(feature.freshness) },
            ]}
          />
        </section>
      </div>
    </FormDrawer>
  )
}

/** The spread, where there is a snapshot and the reader may see sums over the whole company. */
function Known({ feature }: { feature: Feature }) {
  const { t } = useTranslation()
  const runs = useSnapshots()
  const isWhole = useForCompany()
  if (!isWhole) return <p className="muted">{t('insight.spreadRefused')}</p>
  if (runs.isPending) return <CardSkeleton lines={5} />
  if (runs.isError) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
  const used = usedOf(runs.data)
  if (!used) return <p className="muted">{t('insight.noSpread')}</p>
  return <Spread feature={feature} asOf={used.as_of} />
}
