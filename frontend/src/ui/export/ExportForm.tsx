import { Button, Checkbox, Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { countryChoices } from '@/lib/countries'
import { type ExportKind, type NewExport, useOrderExport } from '@/lib/exports'
import { countText } from '@/lib/format'
import { useLanguage } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { useSentence } from '../States'
import css from './Export.module.css'

interface Values {
  who: 'internal' | 'partner'
  name?: string
  country?: string
  agreement?: string
  purpose: string
  format: 'csv' | 'xlsx'
  clear?: boolean
  /** Of an audience: who its members are, or digests of their contact values for an advertising platform. */
  content?: 'members' | 'ads'
  platform?: string
}

const platforms = ['tencent', 'ocean_engine', 'google', 'meta', 'tiktok'] as const

interface Props {
  kind: ExportKind
  where: Record<string, string>
  total?: number | null
  onOrdered: (id: string) => void
}

const HOME = 'CN'
const first: Partial<Values> = { who: 'internal', format: 'xlsx', content: 'members', platform: platforms[0] }

function orderOf(kind: ExportKind, where: Record<string, string>, values: Values): NewExport {
  const isInside = values.who === 'internal' && values.content !== 'ads'
  const recipient = {
    name: isInside ? 'internal' : (values.name ?? ''),
    country: isInside ? HOME : (values.country ?? HOME),
    purpose: values.purpose,
    agreement: isInside ? '' : (values.agreement ?? ''),
  }
  if (values.content === 'ads') return { kind: 'audience_ads', where: { ...where, platform: values.platform ?? '' }, format: 'csv', recipient, with_contacts: false }
  return { kind, where, format: values.format, recipient, with_contacts: values.clear ?? false }
}

/** For whom, where and why: what the register of exports keeps. */
export function ExportForm({ kind, where, total, onOrdered }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const order = useOrderExport()
  const mayReveal = useMay('reveal_contacts')
  const [form] = Form.useForm<Values>()
  const isForAds = Form.useWatch('content', form) === 'ads'
  const who = Form.useWatch('who', form)
  const isNarrowed = Object.keys(where).length > 0
  const what = total ? t(isForAds ? 'exports.membersForAds' : kind === 'audience' ? 'exports.members' : 'exports.rows', { rows: countText(total) }) : t(isNarrowed ? 'exports.filtered' : 'exports.everything')
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={first}
      onFinish={(values) => order.mutate(orderOf(kind, where, values), { onSuccess: (made) => onOrdered(made.id) })}
    >
      <p className={css.what}>{what}</p>
      {kind === 'audience' && mayReveal ? (
        <Form.Item name="content" label={t('exports.content')}>
          <Radio.Group options={(['members', 'ads'] as const).map((value) => ({ value, label: t(`exports.contents.${value}`) }))} />
        </Form.Item>
      ) : null}
      {isForAds ? (
        <Form.Item name="platform" label={t('exports.platform')}>
          <Select options={platforms.map((value) => ({ value, label: t(`exports.platforms.${value}`) }))} />
        </Form.Item>
      ) : null}
      <Form.Item name="who" label={t('exports.who')} hidden={isForAds}>
        <Radio.Group options={(['internal', 'partner'] as const).map((value) => ({ value, label: t(`exports.whos.${value}`) }))} />
      </Form.Item>
      {who === 'partner' || isForAds ? <PartnerFields /> : null}
      <Form.Item name="purpose" label={t('exports.purpose')} rules={[{ required: true, min: 4, whitespace: true, message: t('exports.purposeNeeded') }]}>
        <Input maxLength={200} placeholder={t('exports.purposeExample')} autoComplete="off" />
      </Form.Item>
      <Form.Item name="format" label={t('exports.format')} hidden={isForAds}>
        <Radio.Group options={[{ value: 'xlsx', label: 'Excel' }, { value: 'csv', label: 'CSV' }]} />
      </Form.Item>
      {kind === 'guests' && mayReveal ? (
        <Form.Item name="clear" valuePropName="checked" extra={t('exports.clearWords')}>
          <Checkbox>{t('exports.clear')}</Checkbox>
        </Form.Item>
      ) : null}
      <p className={css.note}>{t(isForAds ? 'exports.seeded' : 'exports.marked')}</p>
      {order.error ? (
        <p role="alert" className={css.fault}>
          {sentence(order.error)}
        </p>
      ) : null}
      <Button type="primary" htmlType="submit" loading={order.isPending}>
        {t('exports.make')}
      </Button>
    </Form>
  )
}

function PartnerFields() {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className={css.pair}>
      <Form.Item name="name" label={t('exports.name')} rules={[{ required: true, whitespace: true, message: t('exports.nameNeeded') }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="country" label={t('exports.country')} rules={[{ required: true, message: t('exports.countryNeeded') }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={countryChoices(language)} />
      </Form.Item>
      <Form.Item name="agreement" label={t('exports.agreement')} rules={[{ required: true, whitespace: true, message: t('exports.agreementNeeded') }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </div>
  )
}
