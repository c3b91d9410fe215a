import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import type { ModelVersion, Subject } from '../api/models'
import { DriftLight } from './DriftLight'
import css from './Models.module.css'

const FIRST = 12

/** The features of a version, those that moved furthest since it was trained on top. */
export function DriftCard({ version, subject }: { version: ModelVersion; subject: Subject }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const [isAll, setAll] = useState(false)
  const [newest] = version.drift_history
  const shown = isAll ? version.drift : version.drift.slice(0, FIRST)
  return (
    <Card title={t('insight_models.features', { count: version.features.length })} aside={newest ? t('insight_models.measuredAt', { at: instant(newest.measured_at), rows: countText(newest.rows) }) : null}>
      {version.drift.length === 0 ? <p className="muted">{version.features.length === 0 ? t(subject === 'day' ? 'insight_models.noFeaturesOfDays' : 'insight_models.noFeatures') : t('insight_models.noDrift')}</p> : null}
      <ul className={css.features}>
        {shown.map((one) => (
          <li key={one.name}>
            <span>{said(one.label) || <span className="mono">{one.name}</span>}</span>
            <DriftLight index={one.index} />
            <span data-align="right">{one.index.toFixed(2)}</span>
          </li>
        ))}
      </ul>
      {version.drift.length > shown.length ? (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {t('insight_models.allFeatures', { count: version.drift.length })}
        </Button>
      ) : null}
      {version.drift.length > 0 ? <Note>{t('insight_models.driftWords')}</Note> : null}
    </Card>
  )
}
