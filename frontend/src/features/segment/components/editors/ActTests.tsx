import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Icon } from '@/ui/Icon'
import type { Property } from '../../api/sandbox'
import { usualOp } from '../catalogue'
import { useSandbox } from '../sandbox'
import { type Act, newKey, type Test } from '../tree/items'
import css from './Editors.module.css'
import { TestEditor } from './TestEditor'

interface Props {
  act: Act
  onChange: (where: readonly Test[], isTyping: boolean) => void
}

/** What must be true of an event: each test on a line of its own, and a menu of what can be asked further. */
export function ActTests({ act, onChange }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const { known } = useSandbox()
  const [fresh, setFresh] = useState('')
  const properties = known.behaviours.get(act.did)?.properties ?? []
  function add(property: Property): void {
    const test: Test = { key: newKey(), property: property.name, op: usualOp(property.kind) }
    setFresh(test.key)
    onChange([...act.where, test], false)
  }
  return (
    <>
      {act.where.map((test) => (
        <TestLine
          key={test.key}
          did={act.did}
          test={test}
          isFresh={test.key === fresh}
          onChange={(next, isTyping) => onChange(act.where.map((one) => (one.key === test.key ? next : one)), isTyping)}
          onRemove={() => onChange(act.where.filter((one) => one.key !== test.key), false)}
        />
      ))}
      {properties.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items: properties.map((one) => ({ key: one.name, label: said(one.label), onClick: () => add(one) })) }}>
          <Button type="text" size="small" className={css.more} icon={<Icon name="plus" size={13} />}>
            {t('segment_edit.detail')}
          </Button>
        </Dropdown>
      ) : null}
    </>
  )
}

function TestLine({ did, test, isFresh, onChange, onRemove }: { did: string; test: Test; isFresh: boolean; onChange: (next: Test, isTyping: boolean) => void; onRemove: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { known, faultOf } = useSandbox()
  const property = known.behaviours.get(did)?.properties.find((one) => one.name === test.property)
  const fault = faultOf(test.key)
  return (
    <span className={css.test} data-fault={fault ? true : undefined}>
      <span className={css.about}>{property ? said(property.label) : test.property}</span>
      {property ? <TestEditor name={`${did}.${test.property}`} asked={property} op={test.op} value={test.value} isFresh={isFresh} onChange={(next, isTyping) => onChange({ key: test.key, property: test.property, ...next }, isTyping)} /> : null}
      <Button type="text" size="small" aria-label={t('segment_edit.removeDetail')} icon={<Icon name="cross" size={13} />} onClick={onRemove} />
    </span>
  )
}
