import { useTranslation } from 'react-i18next'
import type { components } from '@/lib/generated/api'
import { Tag, type Tone } from './StatusTag'

export type Reason = components['schemas']['ConsentReason']

const tones: Record<Reason, Tone> = {
  not_needed: 'slate',
  given: 'jade',
  refused: 'cinnabar',
  withdrawn: 'cinnabar',
  expired: 'amber',
  outdated: 'amber',
  not_asked: 'grey',
  closed: 'grey',
  restricted: 'plum',
}

export function toneOf(reason: Reason): Tone {
  return tones[reason]
}

/** Where a guest stands, as one word. */
export function ReasonTag({ reason }: { reason: Reason }) {
  const { t } = useTranslation()
  return <Tag tone={tones[reason]}>{t(`trust_consent.reason.${reason}`)}</Tag>
}
