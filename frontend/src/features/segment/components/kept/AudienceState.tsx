import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Status, type Tone } from '@/ui/StatusTag'
import { type Audience, isBeingMade } from '../../api/audiences'
import css from './Kept.module.css'

type State = 'archived' | 'frozen' | 'static' | 'list' | 'making' | 'live'

const tones: Record<State, Tone> = { archived: 'grey', frozen: 'amber', static: 'slate', list: 'slate', making: 'jade', live: 'jade' }

export function stateOf(one: Audience): State {
  if (one.archived_at) return 'archived'
  if (one.findings.length > 0) return 'frozen'
  if (one.kind !== 'dynamic') return one.kind
  return isBeingMade(one) ? 'making' : 'live'
}

/** How an audience stands, in a word; `whole` also says why, in a sentence. */
export function AudienceState({ one, whole = false }: { one: Audience; whole?: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const state = stateOf(one)
  return (
    <span className={css.state}>
      <Status tone={tones[state]} live={state === 'making'}>
        {t(`segment_kept.states.${state}`)}
      </Status>
      {whole && state === 'frozen' ? <span className={css.why}>{one.findings.map((finding) => said(finding.told)).join(t('words.semicolon'))}</span> : null}
      {whole && state === 'archived' && one.archived_at ? <span className={css.why}>{dateText(one.archived_at)}</span> : null}
    </span>
  )
}
