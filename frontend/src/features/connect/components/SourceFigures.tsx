import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { Stat, StatRow } from '@/ui/Stat'
import type { Source } from '../api/sources'
import { runStates } from '../api/runs'

/** How this source does: fresh, complete, on time. */
export function SourceFigures({ source }: { source: Source }) {
  const { t } = useTranslation()
  const { ago, duration } = useFormat()
  const state = runStates.find((one) => one === source.last_run_state)
  const every = source.settings.every_minutes
  return (
    <StatRow>
      <Stat
        label={t('connect.lastRun')}
        value={source.last_run_at ? ago(source.last_run_at) : t('connect.never')}
        against={state ? t(`connect.runState.${state}`) : t('connect.neverWords')}
        tone={state === 'failed' || state === 'stopped' ? 'trouble' : 'plain'}
      />
      <Stat
        label={t('connect.waitingRows')}
        value={source.waiting_rows}
        against={source.waiting_rows > 0 ? t('connect.waitingWords') : t('connect.waitingNone')}
        tone={source.waiting_rows > 0 ? 'attention' : 'plain'}
        to="/quarantine"
        search={{ source_id: source.id }}
      />
      <Stat label={t('connect.schedule')} value={every ? duration(every * 60) : t('connect.byHand')} against={every ? t('connect.scheduleWords') : t('connect.byHandWords')} />
    </StatRow>
  )
}
