import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useValues, type ValueCount } from '../../api/sandbox'
import { type Asked, useValueWords } from '../catalogue'
import css from './Editors.module.css'

interface Props {
  /** As the server is asked for values: a field, or `searched.destination`. */
  name: string
  asked: Asked
  value: readonly string[]
  onChange: (value: readonly string[]) => void
  isFresh: boolean
}

/** Words to choose from, as guests have them, with how many have each; another word may be typed. */
export function ValuesSelect({ name, asked, value, onChange, isFresh }: Props) {
  const { t } = useTranslation()
  const wordsOf = useValueWords()
  const [open, setOpen] = useState(isFresh)
  const [typed, setTyped] = useState('')
  const found = useValues(name, asked.options.length > 0 ? '' : typed, open)
  const counts = new Map(found.data?.map((one: ValueCount) => [one.value, one.guests]))
  const offered = [...new Set([...asked.options.map((one) => one.value), ...counts.keys(), ...value])]
  const options = offered.map((one) => ({ value: one, label: wordsOf(asked, one), guests: counts.get(one) }))
  return (
    <Select
      mode={asked.options.length > 0 ? 'multiple' : 'tags'}
      className={css.values}
      popupMatchSelectWidth={280}
      defaultOpen={isFresh}
      onOpenChange={setOpen}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? t('segment_edit.reading') : t('segment_edit.noValues')}
      value={[...value]}
      options={options}
      showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
      tokenSeparators={['，', ',', '、', '\n']}
      maxTagCount={8}
      placeholder={t('segment_edit.values')}
      aria-label={t('segment_edit.values')}
      optionRender={({ label, data }) => (
        <span className={css.option}>
          <span>{label}</span>
          <span className={css.optionCount}>{data.guests === undefined ? '' : countText(data.guests)}</span>
        </span>
      )}
      onChange={(next: string[]) => onChange(next.map((one) => one.trim()).filter(Boolean))}
    />
  )
}
