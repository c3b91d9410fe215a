import { useTranslation } from 'react-i18next'
import { Tag, type Tone } from '@/ui/StatusTag'
import type { ProgrammeState } from '../api/programmes'

const tones = { draft: 'grey', open: 'jade', ended: 'slate' } as const satisfies Record<ProgrammeState, Tone>

export function StateTag({ state }: { state: ProgrammeState }) {
  const { t } = useTranslation()
  return <Tag tone={tones[state]}>{t(`loyalty.state.${state}`)}</Tag>
}
