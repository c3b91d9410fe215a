import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'

const REASON_MIN = 4

interface Props {
  title: string
  what: string
  action: string
  saving: boolean
  onClose: () => void
  onReason: (reason: string) => void
}

/** Says what will happen and asks why: a second person reads only this and decides. */
export function ReasonDrawer({ title, what, action, saving, onClose, onReason }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  function save(): void {
    if (reason.trim().length < REASON_MIN) void message.warning(t('trust_approvals.reasonMissing'))
    else onReason(reason.trim())
  }
  return (
    <FormDrawer open title={title} saveLabel={action} saving={saving} changed={reason !== ''} onSave={save} onClose={onClose}>
      <p style={{ marginBottom: 16 }}>{what}</p>
      <Form layout="vertical">
        <Form.Item label={t('trust_people.reason')} htmlFor="approval-reason" required extra={t('trust_approvals.reasonHelp')}>
          <Input.TextArea id="approval-reason" rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
