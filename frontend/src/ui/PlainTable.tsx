import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNarrow } from '@/lib/screen'
import { ErrorState } from './States'
import { TableSkeleton } from './Skeleton'
import { CardList } from './table/CardList'
import css from './table/DataTable.module.css'
import { Rows } from './table/Rows'
import type { Column, Door } from './table/types'

interface Props<T> {
  label: string
  columns: readonly Column<T>[]
  query: UseQueryResult<readonly T[]>
  rowKey: (row: T) => string
  door?: (row: T) => Door
  empty: ReactNode
}

/** A short list that comes in one piece. */
export function PlainTable<T>({ label, columns, query, rowKey, door, empty }: Props<T>) {
  const narrow = useNarrow()
  if (query.isPending) return <TableSkeleton columns={narrow ? 1 : columns.length} rows={5} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (query.data.length === 0) return empty ? <div className={css.sheet}>{empty}</div> : null
  const Shape = narrow ? CardList : Rows
  return (
    <div className={css.sheet}>
      <Shape label={label} columns={columns} rows={query.data} rowKey={rowKey} door={door} />
    </div>
  )
}
