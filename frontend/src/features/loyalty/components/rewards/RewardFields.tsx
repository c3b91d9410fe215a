import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { rewardKinds } from '@/lib/rewards'
import { Fields } from '@/ui/Layout'
import type { Programme } from '../../api/programmes'
import css from '../Rules.module.css'
import { useChoicesOf } from '../useChoicesOf'
import type { RewardValues } from './rewardValues'

const CODE = /^[A-Za-z][A-Za-z0-9_]{1,19}$/

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
  const needed = [{ required: true, whitespace: true, message: t('loyalty.needed') }]
  return (
    <Fields>
      <Form.Item name="name_zh" label={t('loyalty.nameZh')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="name_en" label={t('loyalty.nameEn')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="code" label={t('loyalty.code')} rules={[{ required: true, pattern: CODE, message: t('loyalty.codeHelp') }]}>
        <Input maxLength={20} />
      </Form.Item>
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
  const needed = [{ required: true, message: t('loyalty.needed') }]
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rewards.price')}</h3>
      <Fields>
        <Form.Item name="points" label={t('loyalty_rewards.field.points')} rules={needed}>
          <InputNumber min={1} max={1_000_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="money" label={t('loyalty_rewards.field.money', { currency })}>
          <InputNumber min={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="worth" label={t('loyalty_rewards.field.worth', { currency })} rules={isCash ? needed : []}>
          <InputNumber min={0} style={{ width: '100%' }} />
        </Form.Item>
      </Fields>
      <Form.Item name="mixes" valuePropName="checked" className={css.check}>
        <Checkbox>{t('loyalty_rewards.mixes')}</Checkbox>
      </Form.Item>
      {mixes ? (
        <Fields>
          <Form.Item name="points_min" label={t('loyalty_rewards.field.points_min')} rules={needed}>
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="per_1000" label={t('loyalty_rewards.field.per_1000', { currency })} rules={needed}>
            <InputNumber min={0.01} style={{ width: '100%' }} />
          </Form.Item>
        </Fields>
      ) : null}
    </>
  )
}

function Limits({ programme, isNew }: { programme: Programme; isNew: boolean }) {
  const { t } = useTranslation()
  const { tiers } = useChoicesOf(programme)
  const needed = [{ required: true, message: t('loyalty.needed') }]
  return (
    <>
      <h3 className={css.head}>{t('loyalty_rewards.limits')}</h3>
      <Fields>
        {isNew ? (
          <Form.Item name="stock" label={t('loyalty_rewards.field.stock')}>
            <InputNumber min={1} precision={0} placeholder={t('loyalty_rewards.unlimited')} style={{ width: '100%' }} />
          </Form.Item>
        ) : null}
        <Form.Item name="count_max" label={t('loyalty_rewards.field.count_max')} rules={needed}>
          <InputNumber min={1} max={10_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="hold_hours" label={t('loyalty_rewards.field.hold_hours')} rules={needed}>
          <InputNumber min={1} max={2160} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="cancel_days" label={t('loyalty_rewards.field.cancel_days')}>
          <InputNumber min={0} max={3650} precision={0} placeholder={t('loyalty_rewards.never')} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="tiers" label={t('loyalty_rewards.field.tiers')}>
          <Select mode="multiple" allowClear placeholder={t('loyalty_rewards.allTiers')} options={tiers} />
        </Form.Item>
        <Form.Item name="valid_from" label={t('loyalty_rewards.field.valid_from')} rules={needed}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="valid_until" label={t('loyalty_rewards.field.valid_until')} extra={t('loyalty_rewards.untilHelp')}>
          <Input type="date" />
        </Form.Item>
      </Fields>
    </>
  )
}
