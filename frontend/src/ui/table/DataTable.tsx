import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import type { ListCode } from '@/lib/views'
import { type Pages, rowsOf } from '@/lib/pages'
import { useNarrow } from '@/lib/screen'
import { Button } from 'antd'
import { ErrorState } from '../States'
import { TableSkeleton } from '../Skeleton'
import { CardList } from './CardList'
import css from './DataTable.module.css'
import { ColumnChoice } from './Tools'
import { Rows } from './Rows'
import type { Column, Door } from './types'
import { useColumns } from './useColumns'
import { SavedViews } from './views/SavedViews'

interface Props<T> {
  /** Names the table on this device and for screen readers. */
  name: string
  label: string
  columns: readonly Column<T>[]
  pages: Pages<T>
  rowKey: (row: T) => string
  door?: (row: T) => Door
  filters?: ReactNode
  tools?: ReactNode
  /** Which list this is, where filters and columns can be kept as views. */
  views?: ListCode
  empty: ReactNode
  total?: number | null
}

/** A list from the server: filters above, sticky head, the next page on demand, cards on a narrow screen. */
export function DataTable<T>(props: Props<T>) {
  const { name, columns, pages, filters, tools, views } = props
  const { shown, isShown, choose, choice, keep } = useColumns(name, columns)
  const narrow = useNarrow()
  const hasRows = rowsOf(pages).length > 0
  const mayChoose = filters !== undefined && columns.length > 4 && hasRows && !narrow
  return (
    <div className={css.box}>
      {filters || mayChoose || tools ? (
        <div className={css.bar}>
          <div className={css.filters}>{filters}</div>
          <div className={css.tools}>
            {views ? <SavedViews list={views} columns={{ choice, keep }} /> : null}
            {hasRows ? tools : null}
            {mayChoose ? <ColumnChoice columns={columns} isShown={isShown} onChoose={choose} /> : null}
          </div>
        </div>
      ) : null}
      <div className={css.sheet} aria-busy={pages.isFetching}>
        <Body {...props} shown={shown} narrow={narrow} />
      </div>
    </div>
  )
}

function Body<T>(props: Props<T> & { shown: Column<T>[]; narrow: boolean }) {
  const { pages, shown, narrow, empty, label, rowKey, door } = props
  if (pages.isPending) return <TableSkeleton columns={narrow ? 1 : shown.length} />
  if (pages.isError && !pages.data) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  const rows = rowsOf(pages)
  if (rows.length === 0) return <>{empty}</>
  return (
    <>
      {narrow ? (
        <CardList label={label} columns={shown} rows={rows} rowKey={rowKey} door={door} />
      ) : (
        <Rows label={label} columns={shown} rows={rows} rowKey={rowKey} door={door} />
      )}
      <Foot pages={pages} count={rows.length} total={props.total} />
    </>
  )
}

function Foot<T>({ pages, count, total }: { pages: Pages<T>; count: number; total?: number | null }) {
  const { t } = useTranslation()
  const shown = pages.hasNextPage
    ? total
      ? t('words.shownOf', { shown: countText(count), total: countText(total) })
      : t('words.shownSoFar', { shown: countText(count) })
    : t('words.shownAll', { shown: countText(count) })
  return (
    <div className={css.foot}>
      <span aria-live="polite">{shown}</span>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </div>
  )
}
