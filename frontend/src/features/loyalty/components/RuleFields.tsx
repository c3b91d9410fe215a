import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Fields } from '@/ui/Layout'
import type { Programme } from '../api/programmes'
import { bases } from '../api/rules'
import { ConditionFields } from './ConditionFields'
import { DaysFields, NameFields, WholeField } from './FormParts'
import { CabinFields, MultiplierFields } from './MultiplierFields'
import css from './Rules.module.css'
import type { RuleValues } from './ruleValues'

/** Everything a rule says, the usual first, the rest behind one click. */
export function RuleFields({ programme, isNew }: { programme: Programme; isNew: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const basis = Form.useWatch<RuleValues['basis'] | undefined>('basis') ?? 'spend'
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const kinds = programme.kinds.filter((one) => one.role === 'redeemable' || one.role === 'qualifying' || one.role === 'green')
  return (
    <>
      <Fields>
        <NameFields codeLabel={t('loyalty_rules.code')} isFixed={!isNew} />
        <Form.Item name="kind" label={t('loyalty_rules.kind')} rules={needed}>
          <Select disabled={!isNew} options={kinds.map((one) => ({ value: one.code, label: said(one.name) }))} />
        </Form.Item>
        <Form.Item name="basis" label={t('loyalty_rules.basis')} rules={needed}>
          <Select options={bases.map((value) => ({ value, label: t(`loyalty_rules.bases.${value}`) }))} />
        </Form.Item>
        <Rate basis={basis} currency={programme.currency} />
      </Fields>
      <ConditionFields programme={programme} isAction={basis === 'action'} />
      <MultiplierFields programme={programme} />
      {basis === 'distance' ? <CabinFields /> : null}
      <Limits />
    </>
  )
}

function Rate({ basis, currency }: { basis: RuleValues['basis']; currency: string }) {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const hasPer = basis === 'spend' || basis === 'distance' || basis === 'night'
  return (
    <>
      <Form.Item name="points" label={t(basis === 'base' ? 'loyalty_rules.percentOfBase' : 'loyalty_rules.points')} rules={needed}>
        <InputNumber min={0.001} max={1_000_000} style={{ width: '100%' }} />
      </Form.Item>
      {hasPer ? (
        <Form.Item name="per" label={t(`loyalty_rules.per.${basis}`, { currency })} rules={needed}>
          <InputNumber min={0.01} style={{ width: '100%' }} />
        </Form.Item>
      ) : null}
    </>
  )
}

/** Caps, who earns, which of several rules counts, and the days. */
function Limits() {
  const { t } = useTranslation()
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rules.limits')}</h3>
      <Fields>
        <WholeField name="per_stay" label={t('loyalty_rules.perStay')} placeholder={t('loyalty_rules.noLimit')} />
        <WholeField name="per_month" label={t('loyalty_rules.perMonth')} placeholder={t('loyalty_rules.noLimit')} />
        <Form.Item name="earner" label={t('loyalty_rules.earner')}>
          <Select options={(['traveller', 'booker', 'company'] as const).map((value) => ({ value, label: t(`loyalty_rules.earners.${value}`) }))} />
        </Form.Item>
        <Form.Item name="group" label={t('loyalty_rules.group')} extra={t('loyalty_rules.groupHelp')}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="rank" label={t('loyalty_rules.rank')}>
          <InputNumber precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Fields>
      <Form.Item name="whole_units" valuePropName="checked" className={css.check}>
        <Checkbox>{t('loyalty_rules.wholeUnits')}</Checkbox>
      </Form.Item>
      <Form.Item name="has_budget" valuePropName="checked">
        <Checkbox>{t('loyalty_rules.hasBudget')}</Checkbox>
      </Form.Item>
      <DaysFields from={t('loyalty_rules.validFrom')} until={t('loyalty_rules.validUntil')} help={t('loyalty_rules.validUntilHelp')} />
    </>
  )
}
