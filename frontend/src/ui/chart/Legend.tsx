import css from './Legend.module.css'

/** The names of a chart's series beside their colours; they wrap where the card is narrow. The chart's own words say the same. */
export function Legend({ items }: { items: readonly { name: string; color: string }[] }) {
  return (
    <ul className={css.legend} aria-hidden="true">
      {items.map((one) => (
        <li key={one.name}>
          <i style={{ background: one.color }} />
          {one.name}
        </li>
      ))}
    </ul>
  )
}
