import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useSandbox } from '../sandbox'
import type { DidItem } from '../tree/items'
import { ActTests } from './ActTests'
import css from './Editors.module.css'
import { TimesEditor, WhenEditor } from './WhenEditor'

/** What guests did, or did not do: an act, what it was about, how often and when. */
export function DidEditor({ item, onChange }: { item: DidItem; onChange: (next: DidItem, isTyping?: boolean) => void }) {
  const { t } = useTranslation()
  return (
    <span className={css.stack}>
      <span className={css.line}>
        <Select
          className={css.op}
          popupMatchSelectWidth={false}
          aria-label={t('segment_edit.whether')}
          value={item.isNot ? 'not' : 'did'}
          options={[
            { value: 'did', label: t('segment_edit.did') },
            { value: 'not', label: t('segment_edit.didNot') },
          ]}
          onChange={(next) => onChange({ ...item, isNot: next === 'not', ...(next === 'not' ? { times: undefined } : {}) })}
        />
        <ActSelect did={item.did} onChange={(did) => onChange({ ...item, did, where: [], oncePer: undefined })} />
        {item.isNot ? null : <TimesEditor times={item.times} onChange={(times, isTyping) => onChange({ ...item, times }, isTyping)} />}
        <WhenEditor during={item.during} onChange={(during, isTyping) => onChange({ ...item, during }, isTyping)} />
        {item.isNot ? null : <OncePer item={item} onChange={onChange} />}
      </span>
      <span className={css.line}>
        <ActTests act={item} onChange={(where, isTyping) => onChange({ ...item, where }, isTyping)} />
      </span>
    </span>
  )
}

export function ActSelect({ did, onChange }: { did: string; onChange: (did: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { known } = useSandbox()
  return (
    <Select
      className={css.act}
      popupMatchSelectWidth={false}
      aria-label={t('segment_edit.act')}
      value={did}
      options={known.catalogue.behaviours.map((one) => ({ value: one.kind, label: said(one.verb) }))}
      onChange={onChange}
    />
  )
}

/** Several of a day, or of one destination, may count once: only where more than one is asked for. */
function OncePer({ item, onChange }: { item: DidItem; onChange: (next: DidItem) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { known } = useSandbox()
  if ((item.times?.count ?? 1) < 2 && !item.oncePer) return null
  const texts = known.behaviours.get(item.did)?.properties.filter((one) => one.kind === 'text') ?? []
  const options = [
    { value: '', label: t('segment_edit.everyTime') },
    { value: 'day', label: t('segment_edit.oncePerDay') },
    ...texts.map((one) => ({ value: one.name, label: t('segment_edit.oncePer', { property: said(one.label) }) })),
  ]
  return <Select className={css.op} popupMatchSelectWidth={false} aria-label={t('segment_edit.counted')} value={item.oncePer ?? ''} options={options} onChange={(next) => onChange({ ...item, oncePer: next || undefined })} />
}
