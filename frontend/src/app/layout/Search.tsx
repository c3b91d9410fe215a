import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import { type Hit, useHits } from './hits'
import css from './Search.module.css'

/** One box for guests, phones, bookings and sources. `/` goes here; arrows and Enter choose. */
export function Search({ box, compact }: { box: RefObject<HTMLInputElement | null>; compact: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useId()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [place, setPlace] = useState(0)
  const { hits, isAsked } = useHits(words)
  const isOpen = open && isAsked
  function go(hit: Hit | undefined): void {
    if (!hit) return
    setOpen(false)
    setWords('')
    box.current?.blur()
    void navigate({ to: hit.to })
  }
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setPlace((place + 1) % Math.max(1, hits.length))
    else if (event.key === 'ArrowUp') setPlace((place - 1 + hits.length) % Math.max(1, hits.length))
    else if (event.key === 'Enter') go(hits[place])
    else if (event.key === 'Escape') box.current?.blur()
    else return
    event.preventDefault()
  }
  return (
    <div className={css.search}>
      <Icon name="search" size={16} />
      <input
        ref={box}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && hits[place] ? `${list}-${place}` : undefined}
        aria-label={t('shell.search')}
        placeholder={compact ? t('shell.searchShort') : t('shell.search')}
        value={words}
        onChange={(event) => {
          setWords(event.target.value)
          setPlace(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      {compact ? null : <kbd className={css.key}>/</kbd>}
      <div id={list} role="listbox" aria-label={t('shell.searchHits')} className={css.hits} hidden={!isOpen}>
        {hits.map((hit, index) => (
          <HitLine key={hit.to} id={`${list}-${index}`} hit={hit} isChosen={index === place} onPick={() => go(hit)} />
        ))}
        {hits.length === 0 ? <p className={css.none}>{t('shell.searchNone')}</p> : null}
      </div>
    </div>
  )
}

interface LineProps {
  id: string
  hit: Hit
  isChosen: boolean
  onPick: () => void
}

function HitLine({ id, hit, isChosen, onPick }: LineProps) {
  return (
    // The list is driven from the box; the pointer is the second way. Pressing must not take the focus from the box.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div id={id} role="option" tabIndex={-1} aria-selected={isChosen} className={css.hit} onMouseDown={(event) => event.preventDefault()} onClick={onPick}>
      <Icon name={hit.icon} size={16} />
      <span className={css.title}>{hit.title}</span>
      <span className={css.detail}>{hit.detail}</span>
    </div>
  )
}
