import { Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { byTheme, type Feature, type GuestFeatures } from '@/lib/features'
import { useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useFeatureWords } from '@/ui/FeatureWords'
import { FormDrawer } from '@/ui/FormDrawer'
import css from './InsightCard.module.css'

interface Props {
  told: GuestFeatures
  features: readonly Feature[]
  onClose: () => void
}

/** Every feature of the guest, theme by theme; where there is nothing to say, why. */
export function FeaturesDrawer({ told, features, onClose }: Props) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const words = useFeatureWords()
  const [isAll, setAll] = useState(false)
  const isNothing = (feature: Feature) => [null, undefined, 0, false].includes(told.values[feature.name] as null)
  const listed = isAll ? features : features.filter((one) => !isNothing(one))
  return (
    <FormDrawer open wide title={t('insight.title')} onClose={onClose} extra={<span className="muted small">{t('insight.asOf', { at: instant(told.as_of) })}</span>}>
      <div className={css.choice}>
        <span className="muted">{t('insight.explained')}</span>
        <label>
          <Switch size="small" checked={isAll} onChange={setAll} aria-label={t('insight.withEmpty')} /> {t('insight.withEmpty')}
        </label>
      </div>
      {byTheme(listed).map(([theme, ones]) => (
        <section key={theme} className={css.theme}>
          <h3>{words.theme(theme)}</h3>
          <dl>
            {ones.map((feature) => (
              <Line key={feature.name} feature={feature} told={told} />
            ))}
          </dl>
        </section>
      ))}
    </FormDrawer>
  )
}

function Line({ feature, told }: { feature: Feature; told: GuestFeatures }) {
  const said = useSaid()
  const words = useFeatureWords()
  const value = told.values[feature.name] ?? null
  return (
    <div className={css.line}>
      <dt>
        {said(feature.label)}
        <span>{said(feature.definition)}</span>
      </dt>
      <dd data-empty={value === null || undefined}>{words.value(feature, value)}</dd>
    </div>
  )
}
