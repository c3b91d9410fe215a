import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { countText } from '@/lib/format'
import css from './Stat.module.css'

interface Props {
  label: ReactNode
  value: ReactNode
  against?: ReactNode
  to?: string
  search?: Record<string, string>
  tone?: 'plain' | 'attention' | 'trouble'
}

/** A figure, what it is measured against, and the door to what stands behind it. */
export function Stat({ label, value, against, to, search, tone = 'plain' }: Props) {
  const inside = (
    <>
      <span className={css.label}>{label}</span>
      <span className={css.value}>{typeof value === 'number' ? countText(value) : value}</span>
      {against ? <span className={css.against}>{against}</span> : null}
    </>
  )
  if (!to) {
    return (
      <div className={css.stat} data-tone={tone}>
        {inside}
      </div>
    )
  }
  return (
    <Link to={to} search={search ?? {}} className={css.stat} data-tone={tone} data-door>
      {inside}
    </Link>
  )
}

/** Figures side by side; they wrap on a narrow screen. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>
}
