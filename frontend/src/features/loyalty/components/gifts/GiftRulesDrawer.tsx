import { Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type GiftPolicyVersion, useSetGiftPolicy } from '../../api/gifts'
import type { Programme } from '../../api/programmes'
import { MoneyField, useNeeded, WholeField } from '../FormParts'
import css from '../Rules.module.css'
import { giftPolicyOf, type GiftValues, valuesOfGift } from './giftValues'

const MONTHS_MOST = 1200

/** What the law and the company say of gift cards as a form; a card keeps the rules under which it was issued. */
export function GiftRulesDrawer({ programme, held, onClose }: { programme: Programme; held: GiftPolicyVersion; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<GiftValues>()
  const [changed, setChanged] = useState(false)
  const set = useSetGiftPolicy(programme.id)
  const saved = useSaved()
  const needed = useNeeded()
  const { currency } = programme
  const unit = 10 ** digitsOf(currency)
  const store = (values: GiftValues) => set.mutate({ policy: giftPolicyOf(values, unit), seen_number: held.number }, saved(t('loyalty_gifts.rulesSaved'), onClose))
  const never = t('loyalty_gifts.neverEnds')
  return (
    <FormDrawer open title={t('loyalty_gifts.rules')} saveLabel={t(held.number > 0 ? 'loyalty.saveVersion' : 'loyalty_gifts.startRules')} saving={set.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={valuesOfGift(held.policy, unit)} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Form.Item name="law" label={t('loyalty_gifts.field.law')} extra={t('loyalty_gifts.lawHelp')} rules={needed}>
          <Input maxLength={80} />
        </Form.Item>
        <Fields>
          <MoneyField name="named_max" label={t('loyalty_gifts.field.named_max', { currency })} />
          <MoneyField name="bearer_max" label={t('loyalty_gifts.field.bearer_max', { currency })} />
          <WholeField name="named_months" label={t('loyalty_gifts.field.named_months')} placeholder={never} max={MONTHS_MOST} />
          <WholeField name="bearer_months" label={t('loyalty_gifts.field.bearer_months')} placeholder={never} max={MONTHS_MOST} />
          <WholeField name="extension_months" label={t('loyalty_gifts.field.extension_months')} max={MONTHS_MOST} />
          <WholeField name="hold_hours" label={t('loyalty_gifts.field.hold_hours')} max={2160} />
        </Fields>
        <Form.Item name="named_is_paid_out" valuePropName="checked" className={css.check}>
          <Checkbox>{t('loyalty_gifts.field.named_is_paid_out')}</Checkbox>
        </Form.Item>
        <Form.Item name="ends_forfeit" valuePropName="checked" className={css.check} extra={t('loyalty_gifts.forfeitHelp')}>
          <Checkbox>{t('loyalty_gifts.field.ends_forfeit')}</Checkbox>
        </Form.Item>
      </Form>
      <Note>{t('loyalty_gifts.rulesNote')}</Note>
    </FormDrawer>
  )
}
