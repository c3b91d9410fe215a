import { Form, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type Partner, type PartnerRatesVersion, useSetPartnerRates } from '../../api/partners'
import type { Programme } from '../../api/programmes'
import { DaysFields, useNeeded, WholeField } from '../FormParts'
import css from '../Rules.module.css'
import { ratesOf, type RatesValues, valuesOfRates } from './partnerValues'
import { usePartnerWords } from './usePartnerWords'

interface Props {
  programme: Programme
  partner: Partner
  versions: readonly PartnerRatesVersion[]
  onClose: () => void
}

/** What was agreed for what happens from a day on; lines that are booked keep the rates of their day. */
export function RatesDrawer({ programme, partner, versions, onClose }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<RatesValues>()
  const [changed, setChanged] = useState(false)
  const set = useSetPartnerRates(partner.id)
  const saved = useSaved()
  const needed = useNeeded()
  const today = new Date().toLocaleDateString('sv', { timeZone: programme.time_zone })
  const store = (values: RatesValues) => set.mutate(ratesOf({ ...valuesOfRates(versions.at(-1), partner, today), ...values }, partner.currency), saved(t('loyalty_partners.ratesSaved'), onClose))
  return (
    <FormDrawer open wide title={t('loyalty_partners.rates')} saveLabel={t(versions.length > 0 ? 'loyalty.saveVersion' : 'loyalty_partners.setRates')} saving={set.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={valuesOfRates(versions.at(-1), partner, today)} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Side kind="earn" partner={partner} />
        <Side kind="burn" partner={partner} />
        <h3 className={css.head}>{t('loyalty_partners.limits')}</h3>
        <Fields>
          <WholeField name="line_points_max" label={t('loyalty_partners.field.line_points_max')} />
          <WholeField name="hold_hours" label={t('loyalty_partners.field.hold_hours')} max={2160} />
          {partner.currency === programme.currency ? null : (
            <Form.Item name="exchange" label={t('loyalty_partners.field.exchange', { theirs: partner.currency, ours: programme.currency })} rules={needed}>
              <InputNumber min={0.000001} precision={6} style={{ width: '100%' }} />
            </Form.Item>
          )}
        </Fields>
        <DaysFields from={t('loyalty_partners.field.valid_from')} until={t('loyalty_partners.field.valid_until')} help={t('loyalty_partners.untilHelp')} />
      </Form>
      <Note>{t('loyalty_partners.ratesNote')}</Note>
      {versions.length > 0 ? <Versions partner={partner} versions={versions} /> : null}
    </FormDrawer>
  )
}

/** One direction: so many points for each step at the partner, and what 1,000 of them cost. */
function Side({ kind, partner }: { kind: 'earn' | 'burn'; partner: Partner }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance<RatesValues>()
  const isOn = Form.useWatch<boolean | undefined>([kind, 'on'], form) ?? false
  const isMoney = (Form.useWatch<string | undefined>([kind, 'unit'], form) ?? 'money') === 'money'
  const needed = useNeeded()
  const { currency } = partner
  return (
    <>
      <h3 className={css.head}>{t(`loyalty_partners.side.${kind}`)}</h3>
      <Form.Item name={[kind, 'on']} valuePropName="checked" label={t(`loyalty_partners.agreed.${kind}`)} layout="horizontal">
        <Switch size="small" />
      </Form.Item>
      <div hidden={!isOn}>
        <Fields>
          <Form.Item name={[kind, 'unit']} label={t('loyalty_partners.field.unit')}>
            <Select options={(['money', 'points'] as const).map((value) => ({ value, label: t(`loyalty_partners.units.${value}`, { currency }) }))} />
          </Form.Item>
          <Form.Item name={[kind, 'per']} label={t(isMoney ? 'loyalty_partners.field.perMoney' : 'loyalty_partners.field.perPoints', { currency })} rules={isOn ? needed : []}>
            <InputNumber min={isMoney ? 0.01 : 1} max={10_000_000} style={{ width: '100%' }} {...(isMoney ? {} : { precision: 0 })} />
          </Form.Item>
          <Form.Item name={[kind, 'points']} label={t(`loyalty_partners.field.points_${kind}`)} rules={isOn ? needed : []}>
            <InputNumber min={1} max={1_000_000} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name={[kind, 'price']} label={t(`loyalty_partners.field.price_${kind}`, { currency })} rules={isOn ? needed : []}>
            <InputNumber min={0} max={10_000_000} style={{ width: '100%' }} />
          </Form.Item>
        </Fields>
      </div>
    </>
  )
}

function Versions({ partner, versions }: { partner: Partner; versions: readonly PartnerRatesVersion[] }) {
  const { t } = useTranslation()
  const words = usePartnerWords(partner)
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_rules.versions')}</h3>
      <ul className={css.versions}>
        {[...versions].reverse().map((one) => (
          <li key={one.number}>
            <b>{t('loyalty_rules.versionShort', { number: one.number })}</b> {words.days(one)}
            <small>{words.rates(one).join(t('words.semicolon'))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
