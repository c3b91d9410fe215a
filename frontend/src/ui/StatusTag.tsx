import type { ReactNode } from 'react'
import css from './StatusTag.module.css'

export type Tone = 'jade' | 'amber' | 'cinnabar' | 'plum' | 'slate' | 'olive' | 'grey'

/** A short word whose colour means something: jade good, amber attention, cinnabar trouble, plum privilege, slate information. */
export function Tag({ tone = 'grey', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={css.tag} data-tone={tone}>
      {children}
    </span>
  )
}

/** A state in a table: a dot and a word, quieter than a tag. */
export function Status({ tone = 'grey', live = false, children }: { tone?: Tone; live?: boolean; children: ReactNode }) {
  return (
    <span className={css.status} data-tone={tone}>
      <i className={css.dot} data-live={live || undefined} />
      {children}
    </span>
  )
}
