import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '@/ui/StatusTag'
import type { Colleague } from '../api/access'

const tones: Record<Colleague['state'], Tone> = { invited: 'amber', active: 'jade', left: 'grey' }

export function PersonStateMark({ person }: { person: Colleague }) {
  const { t } = useTranslation()
  return <Status tone={tones[person.state]}>{t(`trust_people.states.${person.state}`)}</Status>
}
