import { App, Form, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { type RetentionRule, useChangeRule } from '../../api/retention'

/** How long one kind of data is kept; the ground is there to read while deciding. */
export function RuleDrawer({ rule, onClose }: { rule: RetentionRule; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<{ days: number; is_on: boolean }>()
  const save = useChangeRule()
  return (
    <FormDrawer open title={said(rule.title)} saving={save.isPending} onSave={() => form.submit()} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ days: rule.days, is_on: rule.is_on }}
        onFinish={(draft) => save.mutate({ code: rule.code, ...draft }, { onSuccess: onClose, onError: (error) => void message.error(sentence(error)) })}
      >
        <p className="muted">{said(rule.ground)}</p>
        <Form.Item name="days" label={t('trust_retention.daysAfter', { event: said(rule.event) })} extra={t('trust_retention.usually', { count: rule.days_first })}>
          <InputNumber min={1} max={36500} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="is_on" label={t('trust_retention.isOn')} valuePropName="checked" extra={t('trust_retention.fromTonight')}>
          <Switch />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
