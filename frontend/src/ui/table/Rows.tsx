import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import css from './DataTable.module.css'
import type { Column, Door } from './types'

interface Props<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  door?: (row: T) => Door
}

const steps: Partial<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** Moves the focus to the link of the next or previous row. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const step = steps[event.key]
  const link = event.target instanceof HTMLElement ? event.target.closest('a[data-row]') : null
  if (!step || !link) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-row]')]
  links[links.indexOf(link as HTMLElement) + step]?.focus()
  event.preventDefault()
}

/** The rows as a table; the link in the first cell covers its row, so a row opens in a new tab like any link. */
export function Rows<T>({ label, columns, rows, rowKey, door }: Props<T>) {
  return (
    <div className={css.scroll}>
      {/* The keys only move the focus between links that work without them. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table className={css.table} aria-label={label} onKeyDown={walk}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align} style={{ width: column.width }}>
                {column.quiet ? <span className="visually-hidden">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-door={door ? true : undefined}>
              {columns.map((column, index) => (
                <td key={column.key} data-align={column.align}>
                  {index === 0 && door ? <RowLink door={door(row)}>{column.render(row)}</RowLink> : column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function RowLink({ door, children }: { door: Door; children: React.ReactNode }) {
  return (
    <Link to={door.to} params={door.params ?? {}} search={door.search ?? {}} resetScroll={!door.search} className={css.link} data-row>
      {children}
    </Link>
  )
}
