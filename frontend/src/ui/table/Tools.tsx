import { Button, Checkbox, Popover, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '../Icon'
import css from './DataTable.module.css'
import type { Column } from './types'

interface Props<T> {
  columns: readonly Column<T>[]
  isShown: (column: Column<T>) => boolean
  onChoose: (key: string, shown: boolean) => void
}

export function ColumnChoice<T>({ columns, isShown, onChoose }: Props<T>) {
  const { t } = useTranslation()
  const list = (
    <div className={css.choice}>
      {columns.map((column, index) => (
        <Checkbox key={column.key} checked={isShown(column)} disabled={index === 0} onChange={(event) => onChoose(column.key, event.target.checked)}>
          {column.title}
        </Checkbox>
      ))}
    </div>
  )
  return (
    <Popover content={list} title={t('words.columns')} trigger="click" placement="bottomRight">
      <Tooltip title={t('words.columns')}>
        <Button aria-label={t('words.columns')} icon={<Icon name="columns" size={16} />} />
      </Tooltip>
    </Popover>
  )
}
