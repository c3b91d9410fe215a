import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import type { SequenceItem, Step } from '../tree/items'
import { ActTests } from './ActTests'
import { ActSelect } from './DidEditor'
import css from './Editors.module.css'
import { Days } from './OperandEditor'
import { WhenEditor } from './WhenEditor'

const STEPS_MAX = 4

interface Props {
  item: SequenceItem
  onChange: (next: SequenceItem, isTyping?: boolean) => void
}

/** One thing after another: first this, then within so many days that, or nothing of it. */
export function SequenceEditor({ item, onChange }: Props) {
  const { t } = useTranslation()
  const last = item.steps.at(-1)
  const setStep = (index: number, step: Step, isTyping?: boolean) => onChange({ ...item, steps: item.steps.with(index, step) }, isTyping)
  const add = () => onChange({ ...item, steps: [...item.steps.map((one) => ({ ...one, absent: false })), { did: item.first.did, where: [], within: 7, absent: last?.absent ?? false }] })
  return (
    <span className={css.stack}>
      <span className={css.line}>
        <span className={css.about}>{t('segment_edit.first')}</span>
        <ActSelect did={item.first.did} onChange={(did) => onChange({ ...item, first: { did, where: [] } })} />
        <WhenEditor during={item.during} onChange={(during, isTyping) => onChange({ ...item, during }, isTyping)} />
        <ActTests act={item.first} onChange={(where, isTyping) => onChange({ ...item, first: { ...item.first, where } }, isTyping)} />
      </span>
      {item.steps.map((step, index) => (
        <StepLine
          key={index}
          step={step}
          isLast={index === item.steps.length - 1}
          onChange={(next, isTyping) => setStep(index, next, isTyping)}
          onRemove={item.steps.length > 1 ? () => onChange({ ...item, steps: item.steps.toSpliced(index, 1) }) : undefined}
        />
      ))}
      {item.steps.length < STEPS_MAX ? (
        <Button type="text" size="small" className={css.more} icon={<Icon name="plus" size={13} />} onClick={add}>
          {t('segment_edit.addStep')}
        </Button>
      ) : null}
    </span>
  )
}

function StepLine({ step, isLast, onChange, onRemove }: { step: Step; isLast: boolean; onChange: (next: Step, isTyping?: boolean) => void; onRemove: (() => void) | undefined }) {
  const { t } = useTranslation()
  const options = [
    { value: 'then', label: t('segment_edit.then') },
    { value: 'absent', label: t('segment_edit.absent') },
  ]
  return (
    <span className={css.line}>
      <span className={css.about}>{t('segment_edit.after')}</span>
      <Days label={t('segment_edit.within')} least={0} value={step.within} onChange={(within) => onChange({ ...step, within: within ?? 0 }, true)} />
      <Select className={css.op} popupMatchSelectWidth={false} aria-label={t('segment_edit.whether')} disabled={!isLast} value={step.absent ? 'absent' : 'then'} options={options} onChange={(next) => onChange({ ...step, absent: next === 'absent' })} />
      <ActSelect did={step.did} onChange={(did) => onChange({ ...step, did, where: [] })} />
      <ActTests act={step} onChange={(where, isTyping) => onChange({ ...step, where }, isTyping)} />
      {onRemove ? <Button type="text" size="small" aria-label={t('segment_edit.removeStep')} icon={<Icon name="cross" size={13} />} onClick={onRemove} /> : null}
    </span>
  )
}
