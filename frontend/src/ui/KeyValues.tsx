import type { ReactNode } from 'react'
import css from './KeyValues.module.css'

export interface KeyValue {
  label: ReactNode
  value: ReactNode
}

function isEmpty(value: ReactNode): boolean {
  return value === null || value === undefined || value === '' || value === false
}

/** Facts as a list of name and value. Facts without a value are left out. */
export function KeyValues({ items, columns = 1 }: { items: readonly KeyValue[]; columns?: 1 | 2 | 3 }) {
  return (
    <dl className={css.list} data-columns={columns}>
      {items
        .filter((item) => !isEmpty(item.value))
        .map((item, index) => (
          <div className={css.item} key={index}>
            <dt>{item.label}</dt>
            <dd>{item.value}</dd>
          </div>
        ))}
    </dl>
  )
}
