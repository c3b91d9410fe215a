import css from './JsonBlock.module.css'

/** Data as it is stored, for the person who wants to see it exactly. */
export function JsonBlock({ value, label }: { value: unknown; label: string }) {
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={css.block} tabIndex={0} role="region" aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </pre>
  )
}
