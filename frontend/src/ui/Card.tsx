import type { ReactNode } from 'react'
import css from './Card.module.css'

interface Props {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  tone?: 'plain' | 'attention' | 'trouble'
  flush?: boolean
}

/** A sheet of paper with a thin line around it; `flush` lets a table or list touch the edges. */
export function Card({ title, aside, children, tone = 'plain', flush = false }: Props) {
  return (
    <section className={css.card} data-tone={tone} data-flush={flush || undefined}>
      {title || aside ? (
        <header className={css.head}>
          {title ? <h2 className={css.title}>{title}</h2> : <span />}
          {aside ? <div className={css.aside}>{aside}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  )
}
