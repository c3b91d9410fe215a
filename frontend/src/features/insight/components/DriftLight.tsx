import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '@/ui/StatusTag'
import type { ModelOverview } from '../api/models'

const WATCH_FROM = 0.1
const ACT_ABOVE = 0.25
const tones = { stable: 'jade', watch: 'amber', act: 'cinnabar' } as const satisfies Record<string, Tone>

/** Whether the version in use no longer fits the guests of today. */
export function hasDrifted({ drift }: ModelOverview): boolean {
  return drift !== null && drift.largest > ACT_ABOVE
}

/** How far the guests of today are from those a model was trained on. */
export function DriftLight({ index }: { index: number }) {
  const { t } = useTranslation()
  const light = index > ACT_ABOVE ? 'act' : index >= WATCH_FROM ? 'watch' : 'stable'
  return (
    <span title={t('insight_models.psi', { index: index.toFixed(2) })}>
      <Status tone={tones[light]}>{t(`insight_models.drifted.${light}`)}</Status>
    </span>
  )
}
