import { Children, type ReactNode } from 'react'
import { useFormat } from '@/lib/format'
import css from './Layout.module.css'

interface Inside {
  children: ReactNode
}

/** What is worked on, wide, beside what is looked up, narrow; one below the other on a phone, where what is looked up may come first. */
export function Columns({ children, lookedUpFirst = false }: Inside & { lookedUpFirst?: boolean }) {
  return (
    <div className={css.columns} data-turned={lookedUpFirst || undefined}>
      {children}
    </div>
  )
}

/** Cards below each other. */
export function Column({ children }: Inside) {
  return <div className={css.column}>{children}</div>
}

/** Sentences that explain what stands beside them; in Chinese nothing stands between two. */
export function Note({ children }: Inside) {
  const { text } = useFormat()
  const parts = Children.toArray(children)
  return <p className={css.note}>{parts.every((one) => typeof one === 'string') ? text(parts.join('')) : children}</p>
}

/** Buttons, or filters, in a row. */
export function Buttons({ children }: Inside) {
  return <div className={css.buttons}>{children}</div>
}

/** Fields of a form, as many beside each other as there is room for. */
export function Fields({ children }: Inside) {
  return <div className={css.fields}>{children}</div>
}

/** A list on a card, its items parted by lines. */
export function Lines({ children }: Inside) {
  return <ul className={css.lines}>{children}</ul>
}

/** The name of an item on the left, where it stands on the right. */
export function Line({ children }: Inside) {
  return <div className={css.line}>{children}</div>
}

/** Figures and times beside a name. */
export function Quiet({ children }: Inside) {
  return <span className={css.quiet}>{children}</span>
}
