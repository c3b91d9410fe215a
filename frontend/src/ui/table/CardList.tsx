import css from './DataTable.module.css'
import { RowLink } from './Rows'
import type { Column, Door } from './types'

interface Props<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  door?: (row: T) => Door
}

/** The same rows on a narrow screen: a card each, the first column as its title. */
export function CardList<T>({ label, columns, rows, rowKey, door }: Props<T>) {
  const [title, ...rest] = columns
  if (!title) return null
  return (
    <ul className={css.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={css.cardRow} data-door={door ? true : undefined}>
          <div className={css.cardTitle}>{door ? <RowLink door={door(row)}>{title.render(row)}</RowLink> : title.render(row)}</div>
          <dl className={css.cardFacts}>
            {rest
              .filter((column) => !column.wideOnly)
              .slice(0, 5)
              .map((column) => (
                <div key={column.key} data-quiet={column.quiet}>
                  <dt className={column.quiet ? 'visually-hidden' : undefined}>{column.title}</dt>
                  <dd>{column.render(row)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
