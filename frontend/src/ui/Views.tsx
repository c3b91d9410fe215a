import { Link } from '@tanstack/react-router'
import type { Door } from './table/types'
import css from './Views.module.css'

export interface View {
  name: string
  label: string
  door: Door
}

/** The views of one subject, each with an address of its own. */
export function Views({ label, views, current }: { label: string; views: readonly View[]; current: string | undefined }) {
  return (
    <nav className={css.tabs} aria-label={label}>
      {views.map((one) => (
        <Link key={one.name} {...one.door} className={css.tab} data-current={one.name === current || undefined} aria-current={one.name === current ? 'page' : undefined}>
          {one.label}
        </Link>
      ))}
    </nav>
  )
}
