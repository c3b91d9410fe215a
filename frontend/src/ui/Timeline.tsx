import type { ReactNode } from 'react'
import type { Tone } from './StatusTag'
import css from './Timeline.module.css'

export interface Moment {
  key: string
  at: ReactNode
  tone: Tone
  title: ReactNode
  detail?: ReactNode
}

/** What happened, newest first: when on the left, what on the right, the colour saying of which sort. */
export function Timeline({ moments, label }: { moments: readonly Moment[]; label: string }) {
  return (
    <ol className={css.line} aria-label={label}>
      {moments.map((moment) => (
        <li key={moment.key} className={css.moment}>
          <div className={css.at}>{moment.at}</div>
          <i className={css.dot} data-tone={moment.tone} />
          <div className={css.what}>
            <div>{moment.title}</div>
            {moment.detail ? <div className={css.detail}>{moment.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
