import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { type NewUnit, type Unit, unitKinds, useSaveUnit } from '../api/access'
import css from './Access.module.css'

interface Props {
  unit: Unit | undefined
  units: readonly Unit[]
  onClose: () => void
}

/** The unit and everything below it: none of them can become its parent. */
function below(unit: Unit, units: readonly Unit[]): ReadonlySet<string> {
  const found = new Set([unit.id])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    units.filter((one) => one.parent_id && found.has(one.parent_id)).forEach((one) => found.add(one.id))
  }
  return found
}

/** A unit as a form: its names, and what it stands below. */
export function UnitDrawer({ unit, units, onClose }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<NewUnit>()
  const [changed, setChanged] = useState(false)
  const save = useSaveUnit(unit)
  const own = unit ? below(unit, units) : new Set<string>()
  const parents = units.filter((one) => !own.has(one.id)).map((one) => ({ value: one.code, label: said(one.name) }))
  const parent = unit ? units.find((one) => one.id === unit.parent_id) : units[0]
  const initial: NewUnit = { code: unit?.code ?? '', name_zh: unit?.name.zh ?? '', name_en: unit?.name.en ?? '', kind: unit?.kind ?? 'property', parent_code: parent?.code ?? '' }
  const needed = { required: true, whitespace: true, message: t('trust_units.needed') }
  function finish(wanted: NewUnit): void {
    save.mutate(
      { ...initial, ...wanted },
      {
        onSuccess: () => {
          void message.success(t('trust_units.saved'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer open title={unit ? said(unit.name) : t('trust_units.create')} saveLabel={t('trust_units.save')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<NewUnit> form={form} layout="vertical" requiredMark={false} initialValues={initial} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <div className={css.pair}>
          <Form.Item name="name_zh" label={t('trust_units.nameZh')} rules={[needed]}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="name_en" label={t('trust_units.nameEn')} rules={[needed]}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
        </div>
        {unit ? null : <NewOnly />}
        {unit && !parent ? null : (
          <Form.Item name="parent_code" label={t('trust_units.parent')} extra={unit ? t('trust_units.parentHelp') : null} rules={[needed]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={parents} />
          </Form.Item>
        )}
      </Form>
    </FormDrawer>
  )
}

function NewOnly() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="code" label={t('trust_units.code')} extra={t('trust_units.codeHelp')} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9_-]{0,48}$/, message: t('trust_units.codeRule') }]}>
        <Input maxLength={49} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('trust_units.kind')}>
        <Select options={unitKinds.map((value) => ({ value, label: t(`trust_units.kinds.${value}`) }))} />
      </Form.Item>
    </>
  )
}
