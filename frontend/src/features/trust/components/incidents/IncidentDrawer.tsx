import { Checkbox, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { categories, grades, type Incident, incidentKinds, type IncidentFields } from '../../api/incidents'

const MINUTE_LETTERS = 16

interface Props {
  draft?: Incident['draft']
  saving: boolean
  error: unknown
  onSave: (fields: IncidentFields) => void
  onClose: () => void
}

type Values = Omit<IncidentFields, 'began_at' | 'ended_at'> & { began_at?: string; ended_at?: string }

/** An instant as the field for date and time takes it: on this device's clock. */
export function fieldTime(iso: string | null | undefined): string {
  if (!iso) return ''
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, MINUTE_LETTERS)
}

function fieldsOf(values: Values): IncidentFields {
  const instant = (text?: string) => (text ? new Date(text).toISOString() : null)
  return { ...values, began_at: instant(values.began_at), ended_at: instant(values.ended_at), found_at: new Date(values.found_at).toISOString() }
}

function valuesOf(draft: Incident['draft'] | undefined): Partial<Values> {
  if (!draft) return { kind: 'leak', grade: 'general', laws: ['pipl'], categories: [], is_high_risk: true, found_at: fieldTime(new Date().toISOString()) }
  const kept = categories.filter((one) => draft.categories.includes(one))
  return { ...draft, categories: kept, began_at: fieldTime(draft.began_at), ended_at: fieldTime(draft.ended_at), found_at: fieldTime(draft.found_at) }
}

/** What is known so far: registered first, corrected as more is found out. */
export function IncidentDrawer({ draft, saving, error, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  return (
    <FormDrawer
      open
      wide
      title={draft ? t('trust_incidents.change') : t('trust_incidents.register')}
      saving={saving}
      onSave={() => form.submit()}
      onClose={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={valuesOf(draft)} onFinish={(values) => onSave(fieldsOf(values))}>
        <Kinds />
        <Times />
        <Texts />
        <Form.Item name="is_high_risk" valuePropName="checked">
          <Checkbox>{t('trust_incidents.highRisk')}</Checkbox>
        </Form.Item>
        {error ? <p role="alert">{sentence(error)}</p> : null}
      </Form>
    </FormDrawer>
  )
}

function Kinds() {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('trust_incidents.needed') }]
  return (
    <>
      <Form.Item name="title" label={t('trust_incidents.name')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="kind" label={t('trust_incidents.kindTitle')}>
        <Select options={incidentKinds.map((value) => ({ value, label: t(`trust_incidents.kind.${value}`) }))} />
      </Form.Item>
      <Form.Item name="laws" label={t('trust_incidents.laws')} rules={needed}>
        <Checkbox.Group options={(['pipl', 'gdpr'] as const).map((value) => ({ value, label: t(`trust_incidents.law.${value}`) }))} />
      </Form.Item>
      <Form.Item name="grade" label={t('trust_incidents.gradeTitle')}>
        <Select options={grades.map((value) => ({ value, label: t(`trust_incidents.grade.${value}`) }))} />
      </Form.Item>
      <Form.Item name="categories" label={t('trust_incidents.categories')}>
        <Select mode="multiple" options={categories.map((value) => ({ value, label: t(`trust_incidents.category.${value}`) }))} />
      </Form.Item>
    </>
  )
}

function Times() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="found_at" label={t('trust_incidents.foundAt')} rules={[{ required: true, message: t('trust_incidents.needed') }]}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="began_at" label={t('trust_incidents.beganAt')}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="ended_at" label={t('trust_incidents.endedAt')}>
        <Input type="datetime-local" />
      </Form.Item>
    </>
  )
}

function Texts() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item
        name="happened"
        label={t('trust_incidents.happened')}
        extra={t('trust_incidents.happenedHint')}
        rules={[{ required: true, whitespace: true, message: t('trust_incidents.needed') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={10_000} />
      </Form.Item>
      <Form.Item name="consequences" label={t('trust_incidents.consequences')} initialValue="">
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={10_000} />
      </Form.Item>
      <Form.Item name="measures" label={t('trust_incidents.measures')} initialValue="">
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={10_000} />
      </Form.Item>
      <Form.Item name="contact" label={t('trust_incidents.contact')} initialValue="">
        <Input maxLength={500} />
      </Form.Item>
    </>
  )
}
