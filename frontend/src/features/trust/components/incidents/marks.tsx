import { useTranslation } from 'react-i18next'
import { Tag, type Tone } from '@/ui/StatusTag'
import type { DutyClock, IncidentSummary } from '../../api/incidents'

const stateTones = { open: 'cinnabar', contained: 'amber', closed: 'jade' } as const
const dutyTones: Record<DutyClock['state'], Tone> = { running: 'amber', late: 'cinnabar', done: 'jade', done_late: 'amber', waived: 'grey' }

export function StateTag({ state }: { state: IncidentSummary['state'] }) {
  const { t } = useTranslation()
  return <Tag tone={stateTones[state]}>{t(`trust_incidents.state.${state}`)}</Tag>
}

export function DutyTag({ state }: { state: DutyClock['state'] }) {
  const { t } = useTranslation()
  return <Tag tone={dutyTones[state]}>{t(`trust_incidents.dutyState.${state}`)}</Tag>
}
