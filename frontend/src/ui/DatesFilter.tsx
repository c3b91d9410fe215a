import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import css from './DatesFilter.module.css'

interface Props {
  from: string
  until: string
  label: string
}

/** The day after (+1) or before (-1) a local date. */
function shifted(iso: string, days: number): string {
  const at = new Date(`${iso}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/**
 * A period of days. The browser's own date fields: they know the keyboard, the phone and the reader's habits.
 * People read "until" as including that day; the address holds the day after, as the server wants it.
 */
export function DatesFilter({ from, until, label }: Props) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const id = useId()
  const last = search[until] ? shifted(search[until], -1) : ''
  return (
    <fieldset className={css.box}>
      <legend className="visually-hidden">{label}</legend>
      <span className={css.label} aria-hidden="true">
        {label}
      </span>
      <label htmlFor={`${id}f`} className="visually-hidden">
        {t('words.from')}
      </label>
      <input
        id={`${id}f`}
        type="date"
        data-empty={search[from] ? undefined : true}
        max={last || undefined}
        value={search[from] ?? ''}
        onChange={(event) => change({ [from]: event.target.value || undefined })}
      />
      <span aria-hidden="true">–</span>
      <label htmlFor={`${id}u`} className="visually-hidden">
        {t('words.until')}
      </label>
      <input
        id={`${id}u`}
        type="date"
        data-empty={search[until] ? undefined : true}
        min={search[from]}
        value={last}
        onChange={(event) => change({ [until]: event.target.value ? shifted(event.target.value, 1) : undefined })}
      />
    </fieldset>
  )
}
