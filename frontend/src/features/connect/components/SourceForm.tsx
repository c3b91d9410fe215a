import { Form, type FormInstance, Input, InputNumber, Select } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { locationOf, type Place, placeOf } from './location'
import { PullFields } from './PullFields'
import { legalBases, sourceKinds, type SourceSettings, useUnits } from '../api/sources'

/** The settings as a form holds them: the location field by field. */
export type SourceDraft = SourceSettings & { place?: Place }

interface Props {
  form: FormInstance<SourceDraft>
  initial?: SourceSettings
  onChange: () => void
  onFinish: (settings: SourceSettings) => void
}

const zones = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Tokyo', 'Asia/Seoul', 'Asia/Singapore', 'Asia/Bangkok', 'Europe/London', 'Europe/Paris', 'Europe/Lisbon', 'America/New_York', 'America/Los_Angeles', 'UTC']
const currencies = ['CNY', 'HKD', 'TWD', 'JPY', 'KRW', 'SGD', 'THB', 'USD', 'EUR', 'GBP']
const regions = ['CN', 'HK', 'TW', 'MO', 'JP', 'KR', 'SG', 'TH', 'US', 'GB', 'PT']
const PERCENT = 100

function options(values: readonly string[]) {
  return values.map((value) => ({ value, label: value }))
}

const usual: Partial<SourceSettings> = { kind: 'file', time_zone: 'Asia/Shanghai', currency: 'CNY', phone_region: 'CN', legal_basis: 'contract', bad_share_max: 0.2 }

/** A table and a query exclude each other: the one not on the form goes. */
const emptied: Place = { table: undefined, query: undefined }

/** What a person decides about a source. */
export function SourceForm({ form, initial, onChange, onFinish }: Props) {
  const { t } = useTranslation()
  const kind = Form.useWatch((values: Partial<SourceDraft>) => values.kind, form)
  const needed = [{ required: true, whitespace: true, message: t('connect.needed') }]
  return (
    <Form<SourceDraft>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial ? { ...initial, place: placeOf(initial.location) } : usual}
      onValuesChange={onChange}
      onFinish={({ place, ...given }) => onFinish({ ...usual, ...initial, ...given, location: locationOf({ ...placeOf(initial?.location ?? ''), ...emptied, ...place }) })}
    >
      <Form.Item name="name" label={t('connect.name')} rules={needed} extra={t('connect.nameHelp')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('connect.code')}
        extra={t('connect.codeHelp')}
        rules={[...needed, { pattern: /^[a-z0-9][a-z0-9_-]*$/, message: t('connect.codeRule') }]}
      >
        <Input maxLength={64} disabled={!!initial} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('connect.kind')}>
        <Select disabled={!!initial} options={sourceKinds.map((value) => ({ value, label: t(`connect.kinds.${value}`) }))} />
      </Form.Item>
      {kind === 'folder' || kind === 'sql' ? <PullFields kind={kind} isNew={!initial} byQuery={!!placeOf(initial?.location ?? '').query} /> : null}
      <UnitField />
      <Form.Item name="owner" label={t('connect.owner')} extra={t('connect.ownerHelp')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="time_zone" label={t('connect.zone')} extra={t('connect.zoneHelp')}>
        <Select showSearch options={options(zones)} />
      </Form.Item>
      <Form.Item name="currency" label={t('connect.currency')}>
        <Select showSearch options={options(currencies)} />
      </Form.Item>
      <Form.Item name="phone_region" label={t('connect.region')} extra={t('connect.regionHelp')}>
        <Select showSearch options={options(regions)} />
      </Form.Item>
      <Form.Item name="legal_basis" label={t('connect.basis')} extra={t('connect.basisHelp')}>
        <Select options={legalBases.map((value) => ({ value, label: t(`connect.bases.${value}`) }))} />
      </Form.Item>
      <ThresholdField />
    </Form>
  )
}

/** The share of bad rows at which a run stops itself; people think in percent. */
function ThresholdField() {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="bad_share_max"
      label={t('connect.threshold')}
      extra={t('connect.thresholdHelp')}
      getValueProps={(value: number) => ({ value: Math.round(value * PERCENT) })}
      normalize={(value: number | null) => (value ?? 0) / PERCENT}
    >
      <InputNumber min={0} max={PERCENT} suffix="%" style={{ width: 120 }} />
    </Form.Item>
  )
}

/** The unit; where the company has only one there is nothing to choose. */
function UnitField() {
  const { t } = useTranslation()
  const said = useSaid()
  const form = Form.useFormInstance<SourceSettings>()
  const { data = [] } = useUnits()
  const only = data.length === 1 ? data[0]?.code : undefined
  useEffect(() => {
    if (only && !form.getFieldValue('unit_code')) form.setFieldValue('unit_code', only)
  }, [form, only])
  return (
    <Form.Item name="unit_code" label={t('connect.unit')} extra={t('connect.unitHelp')} rules={[{ required: true, message: t('connect.needed') }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={data.map((unit) => ({ value: unit.code, label: said(unit.name) }))} />
    </Form.Item>
  )
}
