import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import { useFieldTitle } from '../fieldTitle'
import { useSaid } from '@/lib/i18n'
import type { Document, Kind } from '../../api/mapping'
import { constantsOf, placeText, type Target, withField, withoutField } from './document'
import { FieldSelect } from './FieldSelect'
import css from './Import.module.css'
import { useCodes } from './useCodes'

interface Props {
  document: Document
  kinds: readonly Kind[]
  onChange: (document: Document) => void
}

/** Values the file does not say because to its system they go without saying: the line, the status. */
export function Constants({ document, kinds, onChange }: Props) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  return (
    <div className={css.constants}>
      <div className={css.target}>
        <span>
          <b>{t('connect.import.constants')}</b> <span className="muted small">{t('connect.import.constantsWords')}</span>
        </span>
        <Button type="text" size="small" icon={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
          {t('connect.import.addConstant')}
        </Button>
      </div>
      {constantsOf(document).map((target) => (
        <ConstantLine
          key={placeText(target)}
          target={target}
          kinds={kinds}
          onChange={(value) => onChange(withField(document, target, { const: value }))}
          onRemove={() => onChange(withoutField(document, target))}
        />
      ))}
      {adding ? (
        <FieldSelect
          label={t('connect.import.addConstant')}
          kinds={kinds}
          document={document}
          value={null}
          onChange={(place) => {
            setAdding(false)
            if (place) onChange(withField(document, place, { const: '' }))
          }}
        />
      ) : null}
    </div>
  )
}

interface LineProps {
  target: Target
  kinds: readonly Kind[]
  onChange: (value: string) => void
  onRemove: () => void
}

function ConstantLine({ target, kinds, onChange, onRemove }: LineProps) {
  const { t } = useTranslation()
  const said = useSaid()
  const titleOf = useFieldTitle()
  const codesOf = useCodes()
  const name = `${said(kinds.find((kind) => kind.kind === target.kind)?.title)} · ${titleOf(target.field, target.kind)}`
  const codes = codesOf(target)
  return (
    <div className={css.target}>
      <span>{name}</span>
      {codes.length > 0 ? (
        <Select aria-label={name} size="small" style={{ width: 160 }} options={codes} value={target.expression.const} onChange={onChange} />
      ) : (
        <Input aria-label={name} size="small" style={{ width: 160 }} value={target.expression.const} onChange={(event) => onChange(event.target.value)} />
      )}
      <Button type="text" size="small" aria-label={t('connect.import.remove')} icon={<Icon name="cross" size={14} />} onClick={onRemove} />
    </div>
  )
}
