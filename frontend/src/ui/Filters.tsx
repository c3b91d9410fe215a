import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useNarrow } from '@/lib/screen'
import { ALL } from '@/lib/views'
import { Icon } from './Icon'

export interface Option {
  value: string
  label: string
}

const PAUSE_MS = 250

/** A search box whose words go into the address once the person pauses. */
export function SearchFilter({ param, placeholder }: { param: string; placeholder: string }) {
  const [search, change] = useAddress()
  const narrow = useNarrow()
  const kept = search[param] ?? ''
  const [value, setValue] = useState(kept)
  const [seen, setSeen] = useState(kept)
  if (seen !== kept) {
    setSeen(kept)
    setValue(kept)
  }
  useEffect(() => {
    if (value === kept) return undefined
    const timer = setTimeout(() => change({ [param]: value.trim() || undefined }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value, kept, param, change])
  return <SearchBox placeholder={placeholder} narrow={narrow} value={value} onChange={setValue} />
}

/** A search box for words that may be a name or a phone: they are told once the person pauses, and stand in no address. */
export function TypedFilter({ words, onWords, placeholder }: { words: string; onWords: (words: string) => void; placeholder: string }) {
  const narrow = useNarrow()
  const [value, setValue] = useState(words)
  const [seen, setSeen] = useState(words)
  if (seen !== words) {
    setSeen(words)
    setValue(words)
  }
  useEffect(() => {
    if (value.trim() === words) return undefined
    const timer = setTimeout(() => onWords(value.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value, words, onWords])
  return <SearchBox placeholder={placeholder} narrow={narrow} value={value} onChange={setValue} />
}

function SearchBox({ placeholder, narrow, value, onChange }: { placeholder: string; narrow: boolean; value: string; onChange: (value: string) => void }) {
  return (
    <Input
      allowClear
      aria-label={placeholder}
      placeholder={placeholder}
      prefix={<Icon name="search" size={16} />}
      style={narrow ? { width: '100%' } : { flex: '1 1 190px', maxWidth: 280 }}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

interface SelectProps {
  param: string
  label: string
  options: readonly Option[]
  width?: number
  /** What the list shows while the address says nothing. */
  fallback?: string
}

/** One choice out of few; the choice goes into the address. */
export function SelectFilter({ param, label, options, width = 136, fallback }: SelectProps) {
  const [search, change] = useAddress()
  const narrow = useNarrow()
  return (
    <Select
      allowClear={search[param] !== undefined}
      aria-label={label}
      placeholder={label}
      style={narrow ? { flex: '1 1 30%' } : { width }}
      popupMatchSelectWidth={false}
      options={[...options]}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      value={search[param] ?? fallback ?? null}
      onChange={(value: string | null | undefined) => change({ [param]: value ?? undefined })}
    />
  )
}

/** Takes all filters away; there only while some are set. */
export function ClearFilters({ params, words = '', onWords }: { params: readonly string[]; words?: string; onWords?: (words: string) => void }) {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  if (!words && !params.some((param) => search[param])) return null
  function clear(): void {
    onWords?.('')
    change({ ...Object.fromEntries(params.map((param) => [param, undefined])), view: search.view && ALL })
  }
  return (
    <Button type="text" onClick={clear}>
      {t('words.clearFilters')}
    </Button>
  )
}
