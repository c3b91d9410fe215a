import { type DragEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import css from './Import.module.css'

const kinds = '.csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json,.parquet,.gz,.zip'

/** Drop a file here, or press to choose one; a label with a file field, so keyboard and phone need nothing special. */
export function DropZone({ isOff, onFile }: { isOff: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [over, setOver] = useState(false)
  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !isOff) onFile(file)
  }
  return (
    // Dropping is the second way; the field inside is the first.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      htmlFor={id}
      className={css.drop}
      data-over={over || undefined}
      data-off={isOff || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(!isOff)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={30} />
      <strong>{isOff ? t('connect.import.pickFirst') : t('connect.import.drop')}</strong>
      <span>{t('connect.import.formats')}</span>
      <input
        id={id}
        type="file"
        accept={kinds}
        className="visually-hidden"
        disabled={isOff}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
    </label>
  )
}
