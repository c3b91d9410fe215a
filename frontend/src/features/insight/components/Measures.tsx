import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import type { Interval, Judged, Measure, Subject } from '../api/models'
import css from './Models.module.css'
import { intervalText, useModelWords } from './ModelWords'

const ROOM = 0.12

/** Each measure beside that of the simple way on the same rows: a dot, and a line where the truth lies in 95 of 100 samples. */
export function Measures({ judged, subject }: { judged: Judged; subject: Subject }) {
  const { t } = useTranslation()
  return (
    <Card title={t('insight_models.measures')} aside={t('insight_models.measuresAside')}>
      <ul className={css.measures}>
        {judged.measures.map((measure, index) => (
          <li key={measure.name}>
            <One measure={measure} decides={index === 0} />
          </li>
        ))}
      </ul>
      <Note>{t(`insight_models.measuresWords.${subject}`)}</Note>
    </Card>
  )
}

function One({ measure, decides }: { measure: Measure; decides: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useModelWords()
  const all = [measure.ours, ...(measure.baseline ? [measure.baseline] : [])]
  const low = Math.min(...all.map((one) => one.low))
  const width = Math.max(...all.map((one) => one.high)) - low || Math.abs(low) || 1
  const place = (value: number) => ROOM * 100 + ((value - low) / width) * (1 - 2 * ROOM) * 100
  return (
    <div className={css.measure}>
      <div className={css.measureName}>
        <b>{said(measure.label)}</b>
        <span>{decides ? t('insight_models.decides') : ''}</span>
      </div>
      <div className={css.whiskers}>
        <Whisker name={t('insight_models.ours')} of={measure.ours} place={place} isOurs />
        {measure.baseline ? <Whisker name={t('insight_models.simple')} of={measure.baseline} place={place} /> : null}
      </div>
      {measure.gain || !measure.baseline ? <p className={css.measureWords}>{words.gain(measure)}</p> : null}
    </div>
  )
}

function Whisker({ name, of, place, isOurs = false }: { name: string; of: Interval; place: (value: number) => number; isOurs?: boolean }) {
  return (
    <div className={css.whisker} data-ours={isOurs || undefined}>
      <span>{name}</span>
      <span className={css.track} aria-hidden="true">
        <i style={{ left: `${place(of.low)}%`, right: `${100 - place(of.high)}%` }} />
        <b style={{ left: `${place(of.value)}%` }} />
      </span>
      <span data-align="right">{intervalText(of)}</span>
    </div>
  )
}
