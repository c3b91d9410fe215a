import { InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { During, HowOften, Times } from '../tree/items'
import css from './Editors.module.css'
import { Day, Days } from './OperandEditor'

const LAST_DAYS = 30
const whens = ['last_days', 'between', 'ever'] as const
type When = (typeof whens)[number]
const hows = ['at_least', 'at_most', 'exactly'] as const

const whenOf = (during: During | undefined): When => (during ? (during.last_days === undefined ? 'between' : 'last_days') : 'ever')

/** Over which days something counts. */
export function WhenEditor({ during, onChange }: { during: During | undefined; onChange: (during: During | undefined, isTyping: boolean) => void }) {
  const { t } = useTranslation()
  const when = whenOf(during)
  function choose(next: When): void {
    if (next === 'ever') onChange(undefined, false)
    else onChange(next === 'last_days' ? { last_days: LAST_DAYS } : {}, false)
  }
  return (
    <>
      <Select className={css.op} popupMatchSelectWidth={false} aria-label={t('segment_edit.when')} value={when} options={whens.map((value) => ({ value, label: t(`segment_edit.whens.${value}`) }))} onChange={choose} />
      {when === 'last_days' ? <Days label={t('segment_edit.lastDays')} value={during?.last_days} onChange={(last_days) => onChange({ last_days: last_days ?? 1 }, true)} /> : null}
      {when === 'between' ? (
        <span className={css.pair}>
          <Day label={t('segment_edit.from')} value={during?.from} onChange={(from) => onChange({ ...during, from }, true)} />
          <span aria-hidden="true">–</span>
          <Day label={t('segment_edit.to')} value={during?.to} onChange={(to) => onChange({ ...during, to }, true)} />
        </span>
      ) : null}
    </>
  )
}

/** How often something was done. */
export function TimesEditor({ times, onChange }: { times: Times | undefined; onChange: (times: Times | undefined, isTyping: boolean) => void }) {
  const { t } = useTranslation()
  const { how, count } = times ?? { how: 'at_least' as const, count: 1 }
  return (
    <>
      <Select className={css.op} popupMatchSelectWidth={false} aria-label={t('segment_edit.howOften')} value={how} options={hows.map((value) => ({ value, label: t(`segment_edit.hows.${value}`) }))} onChange={(next: HowOften) => onChange({ how: next, count }, false)} />
      <InputNumber
        className={css.times}
        min={how === 'at_least' ? 1 : 0}
        max={1_000_000}
        precision={0}
        aria-label={t('segment_edit.times')}
        suffix={<span className={css.unit}>{t('segment_edit.timesUnit')}</span>}
        value={count}
        onChange={(next) => onChange({ how, count: next ?? 1 }, true)}
      />
    </>
  )
}
