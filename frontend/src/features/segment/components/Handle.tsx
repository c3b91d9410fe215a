import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import css from './Builder.module.css'
import { useSandbox } from './sandbox'
import type { Item } from './tree/items'
import { stepped } from './tree/moves'

/** What a condition is moved by: dragged with the mouse, or with the arrows of the keyboard while it has the focus. */
export function Handle({ item, name }: { item: Item; name: string }) {
  const { t } = useTranslation()
  const { change, setDragged, announce } = useSandbox()
  function onKey(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (by === 0) return
    event.preventDefault()
    change((root) => stepped(root, item.key, by))
    announce(t(by < 0 ? 'segment.movedUp' : 'segment.movedDown', { name }))
    // The row is drawn anew where it comes into another group.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-handle="${item.key}"]`)?.focus(), 0)
  }
  return (
    <button
      type="button"
      className={css.handle}
      data-handle={item.key}
      draggable
      aria-label={t('segment.move', { name })}
      title={t('segment.moveHelp')}
      onKeyDown={onKey}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', name)
        setDragged(item.key)
      }}
      onDragEnd={() => setDragged('')}
    >
      <svg width="10" height="16" viewBox="0 0 10 16" aria-hidden="true" fill="currentColor">
        {[3, 8, 13].flatMap((y) => [2, 8].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.3" />))}
      </svg>
    </button>
  )
}
