import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { usePlaceHold } from '../../api/retention'
import { FindRecords } from '../requests/FindRecords'

interface Draft {
  reason: string
  until?: string
}

/** Keeps everything about a guest; the guest comes from their page, or is looked for. */
export function HoldDrawer({ recordId, onClose }: { recordId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Draft>()
  const [found, setFound] = useState<string[]>([])
  const place = usePlaceHold()
  const record_ids = recordId ? recordId.split(',') : found
  function store({ reason, until }: Draft): void {
    place.mutate({ reason, until: until === '' ? null : (until ?? null), record_ids, booking_id: null }, { onSuccess: onClose, onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <FormDrawer open title={t('trust_retention.place')} saveLabel={t('trust_retention.place')} saving={place.isPending} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={store}>
        {recordId ? null : <FindRecords chosen={found} onChoose={setFound} />}
        <Form.Item name="reason" label={t('trust_retention.reason')} rules={[{ required: true, min: 2, whitespace: true, message: t('trust_retention.reasonNeeded') }]}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
        <Form.Item name="until" label={t('trust_retention.until')} extra={t('trust_retention.untilWords')}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
