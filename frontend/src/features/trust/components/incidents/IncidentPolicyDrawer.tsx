import { App, Form, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { type IncidentPolicy, useChangeIncidentPolicy, useIncidentPolicy } from '../../api/incidents'

const clocks = ['pipl_hours', 'gdpr_hours', 'cyber_hours', 'critical_hours', 'summary_days'] as const
const grades = ['larger_people', 'major_people', 'extreme_people'] as const

type Values = Omit<IncidentPolicy, 'is_critical'> & { is_critical: boolean }

/** The clocks of incidents; they may be tighter than the law's, never looser. */
export function IncidentPolicyDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const policy = useIncidentPolicy()
  const save = useChangeIncidentPolicy()
  function store(values: Values): void {
    save.mutate(
      { ...values, is_critical: values.is_critical ? 1 : 0 },
      {
        onSuccess: () => {
          void message.success(t('trust_incidents.policy.saved'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer open title={t('trust_incidents.policy.title')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      {policy.isPending ? <CardSkeleton lines={5} /> : null}
      {policy.isError ? <ErrorState error={policy.error} onRetry={() => void policy.refetch()} /> : null}
      {policy.data ? (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ ...policy.data, is_critical: policy.data.is_critical === 1 }}
          onValuesChange={() => setChanged(true)}
          onFinish={store}
        >
          <Note>{t('trust_incidents.policy.words')}</Note>
          <Figures names={clocks} />
          <Form.Item name="is_critical" valuePropName="checked" label={t('trust_incidents.policy.is_critical')} extra={t('trust_incidents.policy.criticalWords')}>
            <Switch />
          </Form.Item>
          <Note>{t('trust_incidents.policy.gradeWords')}</Note>
          <Figures names={grades} />
          <Figures names={['assessment_years']} />
        </Form>
      ) : null}
    </FormDrawer>
  )
}

function Figures({ names }: { names: readonly (keyof IncidentPolicy)[] }) {
  const { t } = useTranslation()
  return names.map((name) => (
    <Form.Item key={name} name={name} label={t(`trust_incidents.policy.${name}`)} rules={[{ required: true, message: t('trust_incidents.needed') }]}>
      <InputNumber min={1} style={{ width: '100%' }} />
    </Form.Item>
  ))
}
