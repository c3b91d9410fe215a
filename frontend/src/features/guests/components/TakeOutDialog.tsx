import { App, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { type JoinedRecord, useTakeOut } from '../api/why'

/** A record that was taken out, and the id by which that is undone. */
export interface Taken {
  recordId: string
  who: string
  undoId: string
}

interface Props {
  record: JoinedRecord
  onTaken: (taken: Taken) => void
  onClose: () => void
}

/** Asks why the record is another person, and takes it out. */
export function TakeOutDialog({ record, onTaken, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<{ reason: string }>()
  const takeOut = useTakeOut()
  const who = record.name || record.name_latin || t('guests.unknown')
  const finish = ({ reason }: { reason: string }) =>
    takeOut.mutate(
      { record_id: record.record_id, reason },
      {
        onSuccess: (undoId) => {
          onTaken({ recordId: record.record_id, who, undoId })
          onClose()
        },
        onError: (fault) => void message.error(sentence(fault), 6),
      },
    )
  return (
    <Modal
      open
      title={t('guests.takeOutTitle', { who: `${who} · ${record.source_name}` })}
      okText={t('guests.takeOut')}
      okButtonProps={{ danger: true }}
      cancelText={t('words.notNow')}
      confirmLoading={takeOut.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Note>{t('guests.takeOutWhat')}</Note>
      <Form form={form} layout="vertical" onFinish={finish}>
        <Form.Item name="reason" label={t('guests.takeOutReason')} rules={[{ required: true, whitespace: true, message: t('guests.takeOutNeeded') }]}>
          <Input.TextArea rows={3} maxLength={1000} placeholder={t('guests.takeOutExample')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
