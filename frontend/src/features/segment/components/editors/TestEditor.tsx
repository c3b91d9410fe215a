import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { Op } from '../../api/sandbox'
import type { Asked } from '../catalogue'
import { useSandbox } from '../sandbox'
import type { Operand } from '../tree/items'
import css from './Editors.module.css'
import { OperandEditor } from './OperandEditor'

interface Said {
  op: Op
  value?: Operand
}

interface Props extends Said {
  name: string
  asked: Asked
  isFresh: boolean
  /** `isTyping`: one of many small changes. */
  onChange: (next: Said, isTyping: boolean) => void
}

/** How a value is tested, and with what. Where another test compares with the same kind of thing, what was chosen stays. */
export function TestEditor({ name, asked, op, value, isFresh, onChange }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const { known } = useSandbox()
  const shape = known.shapeOf(op)
  return (
    <>
      <Select
        className={css.op}
        popupMatchSelectWidth={false}
        aria-label={t('segment_edit.op')}
        value={op}
        options={asked.operators.map((one) => ({ value: one, label: said(known.labelOf(one)) }))}
        onChange={(next: Op) => onChange({ op: next, ...(known.shapeOf(next) === shape ? { value } : {}) }, false)}
      />
      <OperandEditor key={shape} name={name} asked={asked} shape={shape} value={value} isFresh={isFresh} onChange={(next) => onChange({ op, value: next }, true)} />
    </>
  )
}
