import type { ReactNode } from 'react'
import { useNarrow } from '@/lib/screen'
import css from './Scroll.module.css'

/** What is wider than its card moves sideways within it; on a narrow screen, where it does, the keyboard moves it too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  const reach = useNarrow() ? { role: 'region', 'aria-label': label, tabIndex: 0 } : {}
  return (
    <div className={css.scroll} {...reach}>
      {children}
    </div>
  )
}
