import { Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lines } from '@/lib/choices'
import { dateText, digitsOf } from '@/lib/format'
import { useBookingWords } from '@/ui/BookingWords'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../../api/programmes'
import { type ReferralTermsVersion, referralSigns, useSetReferralTerms } from '../../api/referrals'
import { DayField, MoneyField, WholeField } from '../FormParts'
import css from '../Rules.module.css'
import { emptyTerms, termsOf, type TermsValues, valuesOfTerms } from './termsValues'
import { useReferralWords } from './referralWords'

/** The terms of referrals as a form: what both are given, what a trip must be, caps, and what makes a person look first. */
export function TermsDrawer({ programme, versions, onClose }: { programme: Programme; versions: readonly ReferralTermsVersion[]; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<TermsValues>()
  const [changed, setChanged] = useState(false)
  const set = useSetReferralTerms(programme.id)
  const saved = useSaved()
  const newest = versions[0]
  const unit = 10 ** digitsOf(programme.currency)
  const today = new Date().toLocaleDateString('sv', { timeZone: programme.time_zone })
  const kind = newest?.terms.kind ?? programme.kinds.find((one) => one.role === 'redeemable')?.code ?? ''
  const store = (values: TermsValues) => set.mutate({ terms: termsOf(values, kind, unit), valid_from: values.valid_from, seen_number: newest?.number ?? 0 }, saved(t('loyalty_referral.saved'), onClose))
  return (
    <FormDrawer open wide title={t('loyalty_referral.terms')} saveLabel={t(newest ? 'loyalty.saveVersion' : 'loyalty_referral.start')} saving={set.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={newest ? valuesOfTerms(newest.terms, today, unit) : emptyTerms(today)} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Given currency={programme.currency} />
        <Signs />
        <Form.Item name="link" label={t('loyalty_referral.field.link')} extra={t('loyalty_referral.linkHelp')} rules={[{ pattern: /^$|^https:\/\/[^{}]*\{code\}[^{}]*$/, message: t('loyalty_referral.linkWrong') }]}>
          <Input maxLength={300} placeholder="https://…/join?by={code}" />
        </Form.Item>
        <Fields>
          <DayField name="valid_from" label={t('loyalty_rules.validFrom')} isNeeded />
        </Fields>
        <Form.Item name="is_open" valuePropName="checked" className={css.check}>
          <Checkbox>{t('loyalty_referral.field.is_open')}</Checkbox>
        </Form.Item>
      </Form>
      <Note>{t('loyalty_referral.termsNote')}</Note>
      {versions.length > 1 ? <Versions programme={programme} versions={versions} /> : null}
    </FormDrawer>
  )
}

function Given({ currency }: { currency: string }) {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const noLimit = t('loyalty_rules.noLimit')
  return (
    <Fields>
      <WholeField name="points_referrer" label={t('loyalty_referral.field.points_referrer')} min={0} />
      <WholeField name="points_friend" label={t('loyalty_referral.field.points_friend')} min={0} />
      <WholeField name="days" label={t('loyalty_referral.field.days')} max={730} />
      <Form.Item name="lines" label={t('loyalty_referral.field.lines')}>
        <Select mode="multiple" allowClear placeholder={t('loyalty_rules.any')} options={lines.map((value) => ({ value, label: line(value) }))} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <MoneyField name="spend_min" label={t('loyalty_referral.field.spend_min', { currency })} placeholder={t('loyalty_rules.any')} min={0} />
      <WholeField name="give_days" label={t('loyalty_referral.field.give_days')} min={0} max={365} />
      <WholeField name="per_month" label={t('loyalty_referral.field.per_month')} placeholder={noLimit} max={10_000} />
      <WholeField name="per_year" label={t('loyalty_referral.field.per_year')} placeholder={noLimit} max={100_000} />
    </Fields>
  )
}

function Signs() {
  const { t } = useTranslation()
  return (
    <Form.Item name="signs" label={t('loyalty_referral.field.signs')} extra={t('loyalty_referral.signsHelp')}>
      <Checkbox.Group options={referralSigns.map((value) => ({ value, label: t(`loyalty_referral.signs.${value}`) }))} />
    </Form.Item>
  )
}

function Versions({ programme, versions }: { programme: Programme; versions: readonly ReferralTermsVersion[] }) {
  const { t } = useTranslation()
  const words = useReferralWords(programme)
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_rules.versions')}</h3>
      <ul className={css.versions}>
        {versions.map((one) => (
          <li key={one.number}>
            <b>{t('loyalty_rules.versionShort', { number: one.number })}</b> {t('loyalty_rules.from', { from: dateText(one.valid_from) })}
            <small>{words.sentences(one.terms).join(t('words.semicolon'))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
