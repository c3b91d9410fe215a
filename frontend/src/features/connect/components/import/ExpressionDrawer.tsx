import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { type Expression, type Kind, type Transform, transforms } from '../../api/mapping'
import type { Shape } from '../../api/uploads'
import { Arguments } from './Arguments'
import { columnsOf, type Target } from './document'
import css from './Import.module.css'
import { useCodes } from './useCodes'
import { usualTransform } from './usual'

interface Props {
  target: Target
  kinds: readonly Kind[]
  shape: Shape
  onClose: () => void
  onSave: (expression: Expression) => void
}

/** How one field is read from the file: from which columns, as what, and what stands where there is nothing. */
export function ExpressionDrawer({ target, kinds, shape, onClose, onSave }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const codesOf = useCodes()
  // A field of codes that is read as plain text needs a table; begin with an empty one.
  const needsTable = codesOf(target).length > 0 && !target.expression.as && target.expression.const === undefined
  const [draft, setDraft] = useState<Expression>(needsTable ? { ...target.expression, as: 'enum', table: {}, else: 'keep' } : target.expression)
  const [changed, setChanged] = useState(false)
  const field = kinds.find((kind) => kind.kind === target.kind)?.fields.find((one) => one.name === target.field)
  const usual = usualTransform(field)
  const as = draft.as ?? usual
  function change(part: Partial<Expression>): void {
    setChanged(true)
    setDraft((before) => ({ ...before, ...part }))
  }
  const columns = columnsOf(draft)
  return (
    <FormDrawer
      open
      title={t('connect.import.readTitle', { field: field ? said(field.title) : target.field })}
      saveLabel={t('connect.import.apply')}
      changed={changed}
      onSave={() => onSave(cleaned(draft))}
      onClose={onClose}
    >
      <div className={css.narrow}>
        <label className={css.field}>
          <span>{t('connect.import.fromColumns')}</span>
          <Select
            mode="multiple"
            options={shape.header.map((value) => ({ value, label: value }))}
            value={columns}
            onChange={(values: string[]) => change({ from: values.length === 1 ? values[0] : values })}
          />
        </label>
        <label className={css.field}>
          <span>{t('connect.import.as')}</span>
          <Select<Transform>
            value={as}
            options={transforms.map((value) => ({ value, label: t(`connect.how.${value}`) }))}
            onChange={(value) => setDraft((before) => fresh(before, value, setChanged))}
          />
        </label>
        <Arguments as={as} draft={draft} place={target} columns={columns} shape={shape} onChange={change} />
        <label className={css.field}>
          <span>{t('connect.import.default')}</span>
          <Input value={draft.default ?? ''} onChange={(event) => change({ default: event.target.value || undefined })} />
          <span>{t('connect.import.defaultHelp')}</span>
        </label>
      </div>
    </FormDrawer>
  )
}

/** Another way of reading begins without the arguments of the one before. */
function fresh(before: Expression, as: Transform, setChanged: (changed: boolean) => void): Expression {
  setChanged(true)
  return { from: before.from, default: before.default, as, ...(as === 'enum' ? { table: {}, else: 'keep' } : {}), ...(as === 'split' ? { part: 1 } : {}) }
}

/** Without the arguments that were emptied. */
function cleaned(expression: Expression): Expression {
  return Object.fromEntries(Object.entries(expression).filter(([, value]) => value !== undefined && value !== ''))
}
