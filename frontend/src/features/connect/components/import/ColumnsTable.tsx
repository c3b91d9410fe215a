import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from 'antd'
import { Icon } from '@/ui/Icon'
import type { Document, Kind } from '../../api/mapping'
import type { Shape } from '../../api/uploads'
import { type Place, placeText, type Target, targetsOf, withField, withMoved, withoutField } from './document'
import { FieldSelect } from './FieldSelect'
import { howKey } from './how'
import css from './Import.module.css'
import { useBeginning } from './useCodes'

interface Props {
  document: Document
  kinds: readonly Kind[]
  shape: Shape
  onlyMapped: boolean
  onOpen: (target: Target) => void
  onChange: (document: Document) => void
}

const EXAMPLES = 3

function examples(shape: Shape, at: number): string[] {
  const values = shape.sample.map((row) => row[at] ?? '').filter(Boolean)
  return [...new Set(values)].slice(0, EXAMPLES)
}

/** Each column of the file with a few of its values, and the fields it feeds. */
export function ColumnsTable({ document, kinds, shape, onlyMapped, onOpen, onChange }: Props) {
  const [adding, setAdding] = useState<string | null>(null)
  const rows = shape.header.map((column, at) => ({ column, examples: examples(shape, at), targets: targetsOf(document, column) }))
  return (
    <div>
      {rows
        .filter((row) => !onlyMapped || row.targets.length > 0)
        .map((row) => (
          <ColumnLine
            key={row.column}
            row={row}
            document={document}
            kinds={kinds}
            isAdding={adding === row.column}
            onAdding={setAdding}
            onOpen={onOpen}
            onChange={onChange}
          />
        ))}
    </div>
  )
}

interface ColumnProps {
  row: { column: string; examples: readonly string[]; targets: readonly Target[] }
  document: Document
  kinds: readonly Kind[]
  isAdding: boolean
  onAdding: (column: string | null) => void
  onOpen: (target: Target) => void
  onChange: (document: Document) => void
}

function ColumnLine({ row, document, kinds, isAdding, onAdding, onOpen, onChange }: ColumnProps) {
  const { t } = useTranslation()
  const { column, examples: values, targets } = row
  const beginning = useBeginning()
  function add(place: Place | null): void {
    onAdding(null)
    if (!place) return
    const expression = beginning(column, place)
    onChange(withField(document, place, expression))
    if (expression.as === 'enum') onOpen({ ...place, expression })
  }
  return (
    <div className={css.column} data-spare={targets.length === 0 || undefined}>
      <div style={{ minWidth: 0 }}>
        <span className={css.columnName} title={column}>
          {column}
        </span>
        <div className={css.values}>{values.join(' · ') || t('connect.import.noValues')}</div>
      </div>
      <div className={css.targets}>
        {targets.map((target) => (
          <TargetLine
            key={placeText(target)}
            target={target}
            document={document}
            kinds={kinds}
            onMove={(place) => onChange(place ? withMoved(document, target, place, { from: target.expression.from }) : withoutField(document, target))}
            onOpen={() => onOpen(target)}
            onMore={() => onAdding(column)}
          />
        ))}
        {targets.length === 0 || isAdding ? (
          <FieldSelect label={t('connect.import.fieldOf', { column })} kinds={kinds} document={document} value={null} column={column} onChange={add} />
        ) : null}
      </div>
    </div>
  )
}

interface LineProps {
  target: Target
  document: Document
  kinds: readonly Kind[]
  onMove: (place: Place | null) => void
  onOpen: () => void
  onMore: () => void
}

function TargetLine({ target, document, kinds, onMove, onOpen, onMore }: LineProps) {
  const { t } = useTranslation()
  const column = [target.expression.from].flat()[0] ?? ''
  return (
    <div className={css.target}>
      <FieldSelect label={t('connect.import.fieldOf', { column })} kinds={kinds} document={document} value={target} column={column} onChange={onMove} />
      <Button type="text" size="small" className={css.how} onClick={onOpen} icon={<Icon name="gear" size={14} />}>
        {t(`connect.how.${howKey(target.expression)}`)}
      </Button>
      <Button type="text" size="small" aria-label={t('connect.import.more')} title={t('connect.import.more')} onClick={onMore} icon={<Icon name="plus" size={14} />} />
    </div>
  )
}
