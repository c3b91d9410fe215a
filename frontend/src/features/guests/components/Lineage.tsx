import { Popover } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { SaidValue, Survived } from '../api/guests'
import css from './Lineage.module.css'

interface Props {
  told: Survived
  /** How this page writes a value of the field. */
  shown?: (value: string) => string
  children: ReactNode
}

/** A fact with its proof: who says it, since when, why it counts, and what others say. Pointing or focusing is enough. */
export function Lineage({ told, shown = (value) => value, children }: Props) {
  return (
    <Popover placement="bottomLeft" trigger={['hover', 'focus']} mouseEnterDelay={0.25} content={<Proof told={told} shown={shown} />}>
      <button type="button" className={css.fact}>
        {children}
      </button>
    </Popover>
  )
}

/** Who says the value and why it counts; below it what else is said. */
export function Proof({ told, shown }: { told: Survived; shown: (value: string) => string }) {
  const { t } = useTranslation()
  return (
    <div className={css.proof}>
      <b>{t('guests.whoSays')}</b>
      <Voices said={told.best} />
      <p className={css.reason}>{t(`guests.won.${told.reason}`)}</p>
      {told.others.length > 0 ? (
        <div className={css.others}>
          <b>{told.is_list ? t('guests.alsoHolds') : t('guests.othersSay')}</b>
          {told.others.map((other) => (
            <div key={other.text + (other.voices[0]?.record_id ?? '')}>
              <div>{shown(other.text)}</div>
              <Voices said={other} />
            </div>
          ))}
        </div>
      ) : null}
    </div>
  )
}

function Voices({ said }: { said: SaidValue }) {
  const { t } = useTranslation()
  return (
    <ul className={css.voices}>
      {said.voices.map((voice) => (
        <li key={voice.record_id}>{t('guests.saidBy', { source: voice.source_name, date: dateText(voice.said_at) })}</li>
      ))}
    </ul>
  )
}
