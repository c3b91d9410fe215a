import css from './Skeleton.module.css'

/** A grey bar in the place of a line of text; width in percent of its box. */
export function Bar({ width = 60, height = 12 }: { width?: number; height?: number }) {
  return <span className={css.bar} style={{ width: `${width}%`, height }} />
}

const widths = [62, 44, 71, 53, 66, 38, 58, 49]

/** Table rows before they arrive: same height, same number of columns. */
export function TableSkeleton({ columns, rows = 8 }: { columns: number; rows?: number }) {
  return (
    <div className={css.table} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div className={css.row} key={row} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
          {Array.from({ length: columns }, (__, column) => (
            <Bar key={column} width={widths[(row * 3 + column) % widths.length] ?? 50} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** A card of lines before it arrives. */
export function CardSkeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div className={css.card} aria-hidden="true">
      <Bar width={24} height={14} />
      {Array.from({ length: lines }, (_, line) => (
        <Bar key={line} width={widths[line % widths.length] ?? 50} />
      ))}
    </div>
  )
}

/** A page with a title and cards before it arrives. */
export function PageSkeleton({ cards = 2 }: { cards?: number }) {
  return (
    <div className={css.page} aria-busy="true">
      <Bar width={22} height={24} />
      {Array.from({ length: cards }, (_, card) => (
        <CardSkeleton key={card} lines={5} />
      ))}
    </div>
  )
}
