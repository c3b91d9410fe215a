import { Popover } from 'antd'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import css from './AddCondition.module.css'
import { HitList } from './HitList'
import { type Hit, hitsFor } from './hits'
import { menuFor } from './menu'
import { useSandbox } from './sandbox'
import type { Group } from './tree/items'

/** One box for every condition there is: type what you look for, or walk through the menu. Arrows choose, Enter adds. */
export function AddCondition({ group, isRoot }: { group: Group; isRoot: boolean }) {
  const { t } = useTranslation()
  const { known, add } = useSandbox()
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [part, setPart] = useState(0)
  const [at, setAt] = useState(0)
  const menu = useMemo(() => menuFor(known), [known])
  const hits = typed.trim() ? hitsFor(known, typed) : (menu[part]?.[1] ?? [])
  function choose(hit: Hit | undefined): void {
    if (!hit) return
    setAt(0)
    add(group.key, group.parts.length, hit.make())
    setTyped('')
    setOpen(false)
    box.current?.blur()
  }
  function onKey(event: KeyboardEvent): void {
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (event.key === 'Escape') setOpen(false)
    if (event.key === 'Enter' && open) choose(hits[at])
    if (step === undefined) return
    event.preventDefault()
    setOpen(true)
    setAt((now) => (hits.length === 0 ? 0 : (now + step + hits.length) % hits.length))
  }
  const label = t(isRoot ? 'segment.addPlaceholder' : 'segment.addInside')
  const panel = <HitList id={id} hits={hits} at={at} typed={typed} menu={menu} part={part} onPart={(next) => { setPart(next); setAt(0) }} onChoose={choose} />
  return (
    <Popover open={open} trigger={[]} placement="bottomLeft" arrow={false} content={panel} styles={{ root: { maxWidth: 'calc(100vw - 24px)' } }} destroyOnHidden>
      <span className={css.box} data-root={isRoot || undefined}>
        <Icon name="plus" size={16} />
        <input
          ref={box}
          type="search"
          role="combobox"
          autoComplete="off"
          aria-expanded={open}
          aria-controls={`${id}list`}
          aria-activedescendant={open && hits[at] ? `${id}${at}` : undefined}
          aria-label={label}
          placeholder={label}
          value={typed}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onChange={(event) => { setTyped(event.target.value); setAt(0); setOpen(true) }}
          onKeyDown={onKey}
        />
      </span>
    </Popover>
  )
}
