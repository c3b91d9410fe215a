import { Checkbox, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { rewardKinds } from '@/lib/rewards'
import { Fields } from '@/ui/Layout'
import type { Programme } from '../../api/programmes'
import { DaysFields, MoneyField, NameFields, useNeeded, WholeField } from '../FormParts'
import css from '../Rules.module.css'
import { useChoicesOf } from '../useChoicesOf'
import type { RewardValues } from './rewardValues'

/** Everything said of a reward; what it is called is said once, what it costs may change. */
export function RewardFields({ programme, isNew }: { programme: Programme; isNew: boolean }) {
  return (
    <>
      {isNew ? <Named /> : null}
      <Price currency={programme.currency} />
      <Limits programme={programme} isNew={isNew} />
    </>
  )
}

function Named() {
  const { t } = useTranslation()
  return (
    <Fields>
      <NameFields codeLabel={t('loyalty.code')} />
      <Form.Item name="kind" label={t('loyalty_rewards.field.kind')}>
        <Select options={rewardKinds.map((value) => ({ value, label: t(`loyalty_rewards.kinds.${value}`) }))} />
      </Form.Item>
    </Fields>
  )
}

function Price({ currency }: { currency: string }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance<RewardValues>()
  const mixes = Form.useWatch<boolean | undefined>('mixes', form) ?? false
  const isCash = Form.useWatch<string | undefined>('kind', form) === 'cash'
  const needed = useNeeded()
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rewards.price')}</h3>
      <Fields>
        <WholeField name="points" label={t('loyalty_rewards.field.points')} />
        <MoneyField name="money" label={t('loyalty_rewards.field.money', { currency })} placeholder="" min={0} />
        <Form.Item name="worth" label={t('loyalty_rewards.field.worth', { currency })} rules={isCash ? needed : []}>
          <InputNumber min={0} style={{ width: '100%' }} />
        </Form.Item>
      </Fields>
      <Form.Item name="mixes" valuePropName="checked" className={css.check}>
        <Checkbox>{t('loyalty_rewards.mixes')}</Checkbox>
      </Form.Item>
      {mixes ? (
        <Fields>
          <WholeField name="points_min" label={t('loyalty_rewards.field.points_min')} />
          <MoneyField name="per_1000" label={t('loyalty_rewards.field.per_1000', { currency })} />
        </Fields>
      ) : null}
    </>
  )
}

function Limits({ programme, isNew }: { programme: Programme; isNew: boolean }) {
  const { t } = useTranslation()
  const { tiers } = useChoicesOf(programme)
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rewards.limits')}</h3>
      <Fields>
        {isNew ? (
          <WholeField name="stock" label={t('loyalty_rewards.field.stock')} placeholder={t('loyalty_rewards.unlimited')} max={10_000_000} />
        ) : null}
        <WholeField name="count_max" label={t('loyalty_rewards.field.count_max')} max={10_000} />
        <WholeField name="hold_hours" label={t('loyalty_rewards.field.hold_hours')} max={2160} />
        <WholeField name="cancel_days" label={t('loyalty_rewards.field.cancel_days')} placeholder={t('loyalty_rewards.never')} min={0} max={3650} />
        <Form.Item name="tiers" label={t('loyalty_rewards.field.tiers')}>
          <Select mode="multiple" allowClear placeholder={t('loyalty_rewards.allTiers')} options={tiers} />
        </Form.Item>
      </Fields>
      <DaysFields from={t('loyalty_rewards.field.valid_from')} until={t('loyalty_rewards.field.valid_until')} help={t('loyalty_rewards.untilHelp')} />
    </>
  )
}
