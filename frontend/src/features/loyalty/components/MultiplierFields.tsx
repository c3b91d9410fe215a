import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import type { Programme } from '../api/programmes'
import { families } from '../api/rules'
import css from './Rules.module.css'
import type { Family } from './ruleValues'
import { useChoicesOf } from './useChoicesOf'

/** Who or what earns more: of each kind of multiplier the greatest that fits counts, and they add. */
export function MultiplierFields({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.multipliers')}</h3>
      <Form.List name="multipliers">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <div key={key} className={css.row}>
                <Form.Item name={[name, 'family']} className={css.cell}>
                  <Select aria-label={t('loyalty_rules.family')} options={families.map((value) => ({ value, label: t(`loyalty_rules.families.${value}`) }))} />
                </Form.Item>
                <Values programme={programme} name={name} />
                <Form.Item name={[name, 'percent']} className={css.cell} rules={[{ required: true, message: t('loyalty.needed') }]}>
                  <InputNumber min={0} max={10_000} suffix="%" aria-label={t('loyalty_rules.percent')} style={{ width: '100%' }} />
                </Form.Item>
                <Button type="text" aria-label={t('loyalty_rules.remove')} icon={<Icon name="cross" size={16} />} onClick={() => remove(name)} />
              </div>
            ))}
            <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => add({ family: 'tier', values: [], percent: 150 })}>
              {t('loyalty_rules.addMultiplier')}
            </Button>
          </>
        )}
      </Form.List>
    </>
  )
}

function Values({ programme, name }: { programme: Programme; name: number }) {
  const { t } = useTranslation()
  const choices = useChoicesOf(programme)
  const family = Form.useWatch<Family | undefined>(['multipliers', name, 'family']) ?? 'tier'
  const known = { tier: choices.tiers, festival: choices.festivals, season: choices.months, product: undefined, channel: undefined, tag: undefined }[family]
  return (
    <Form.Item name={[name, 'values']} className={css.cell} rules={[{ required: true, message: t('loyalty.needed') }]}>
      <Select<(string | number)[]> mode={known ? 'multiple' : 'tags'} aria-label={t('loyalty_rules.forWhich')} placeholder={t('loyalty_rules.forWhich')} options={known ?? []} />
    </Form.Item>
  )
}

/** How much of its distance a flight counts, by cabin. */
export function CabinFields() {
  const { t } = useTranslation()
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.cabins')}</h3>
      <Form.List name="cabins">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <div key={key} className={css.row}>
                <Form.Item name={[name, 'cabin']} className={css.cell} rules={[{ required: true, message: t('loyalty.needed') }]}>
                  <Input aria-label={t('loyalty_rules.condition.cabins')} placeholder={t('loyalty_rules.condition.cabins')} />
                </Form.Item>
                <Form.Item name={[name, 'percent']} className={css.cell} rules={[{ required: true, message: t('loyalty.needed') }]}>
                  <InputNumber min={0} max={10_000} suffix="%" aria-label={t('loyalty_rules.percent')} style={{ width: '100%' }} />
                </Form.Item>
                <Button type="text" aria-label={t('loyalty_rules.remove')} icon={<Icon name="cross" size={16} />} onClick={() => remove(name)} />
              </div>
            ))}
            <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => add({ cabin: '', percent: 150 })}>
              {t('loyalty_rules.addCabin')}
            </Button>
          </>
        )}
      </Form.List>
      <Form.Item name="cabin_else_percent" label={t('loyalty_rules.cabinElse')} style={{ marginTop: 12 }}>
        <InputNumber min={0} max={10_000} suffix="%" />
      </Form.Item>
    </>
  )
}
