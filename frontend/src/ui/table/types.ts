import type { ReactNode } from 'react'

export interface Column<T> {
  key: string
  title: string
  /** The title is for screen readers only. */
  quiet?: boolean
  render: (row: T) => ReactNode
  align?: 'right'
  width?: number
  /** Not shown until the person asks for it. */
  optional?: boolean
  /** Left out of the card that stands for the row on a narrow screen. */
  wideOnly?: boolean
}

export interface Door {
  to: string
  params?: Record<string, string>
  search?: Record<string, string | undefined>
}
