import { type DragEvent, useId, useState } from 'react'
import css from './DropZone.module.css'
import { Icon } from './Icon'

interface Props {
  title: string
  words: string
  /** What the file field offers, such as `.csv,.tsv`. */
  kinds: string
  isOff?: boolean
  onFile: (file: File) => void
}

/** Drop a file here, or press to choose one; a label with a file field, so keyboard and phone need nothing special. */
export function DropZone({ title, words, kinds, isOff = false, onFile }: Props) {
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
      <strong>{title}</strong>
      <span>{words}</span>
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
