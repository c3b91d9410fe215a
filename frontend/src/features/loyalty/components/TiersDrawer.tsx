import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Icon } from '@/ui/Icon'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { type TierVersion, useSetTiers } from '../api/tiers'
import { TierFields } from './TierFields'
import css from './Tiers.module.css'
import { firstPolicy, policyOf, policyValues, type PolicyValues } from './tierValues'

const empty = { code: '', name_zh: '', name_en: '', asks: {}, needs: 'any', by_invitation: false, benefits: [] }

/** The tiers as a form, the base first; a new version holds from a day that is not past. */
export function TiersDrawer({ programme, versions, onClose }: { programme: Programme; versions: readonly TierVersion[]; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<PolicyValues>()
  const [changed, setChanged] = useState(false)
  const set = useSetTiers(programme.id)
  const saved = useSaved()
  const newest = versions.at(-1)
  const store = (values: PolicyValues) => set.mutate({ policy: policyOf(values, newest?.policy), valid_from: values.valid_from, seen_number: newest?.number ?? 0 }, saved(t('loyalty_tiers.saved'), onClose))
  return (
    <FormDrawer open wide title={t('loyalty_tiers.set')} saveLabel={t(newest ? 'loyalty.saveVersion' : 'loyalty_tiers.save')} saving={set.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={newest ? policyValues(newest.policy) : firstPolicy(programme)} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Form.List name="tiers">
          {(rows, { add, remove }) => (
            <div className={css.forms}>
              {rows.map(({ key, name }) => (
                <TierFields key={key} programme={programme} name={name} onRemove={name > 0 && name >= (newest?.policy.tiers.length ?? 0) ? () => remove(name) : undefined} />
              ))}
              <Button icon={<Icon name="plus" size={14} />} onClick={() => add(empty)}>
                {t('loyalty_tiers.addTier')}
              </Button>
            </div>
          )}
        </Form.List>
        <Terms />
      </Form>
      <Note>{t('loyalty_tiers.note')}</Note>
    </FormDrawer>
  )
}

/** In which time a member qualifies, and how long a tier holds. */
function Terms() {
  const { t } = useTranslation()
  const mode = Form.useWatch<PolicyValues['mode'] | undefined>('mode') ?? 'calendar'
  const whole = (name: 'months' | 'first_month' | 'windows_valid' | 'grace_days' | 'near', min: number, max: number) => (
    <Form.Item name={name} label={t(`loyalty_tiers.field.${name}`)} rules={[{ required: true, message: t('loyalty.needed') }]}>
      <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  )
  return (
    <>
      <h3 className={css.head}>{t('loyalty_tiers.policy')}</h3>
      <Fields>
        <Form.Item name="mode" label={t('loyalty_tiers.field.mode')}>
          <Select options={(['calendar', 'anniversary', 'rolling'] as const).map((value) => ({ value, label: t(`loyalty_tiers.modes.${value}`) }))} />
        </Form.Item>
        {mode === 'calendar' ? whole('first_month', 1, 12) : null}
        {mode === 'rolling' ? whole('months', 1, 60) : null}
        {whole('windows_valid', 0, 5)}
        {whole('grace_days', 0, 183)}
        {whole('near', 1, 100)}
        <Form.Item name="valid_from" label={t('loyalty_tiers.field.valid_from')} rules={[{ required: true, message: t('loyalty.needed') }]}>
          <Input type="date" />
        </Form.Item>
      </Fields>
      <Form.Item name="is_soft" valuePropName="checked">
        <Checkbox>{t('loyalty_tiers.field.is_soft')}</Checkbox>
      </Form.Item>
    </>
  )
}
