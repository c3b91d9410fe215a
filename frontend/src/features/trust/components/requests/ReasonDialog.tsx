import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'

interface Props {
  title: string
  words: string
  action: string
  danger?: boolean
  withDay?: boolean
  onSave: (text: string, day: string) => void
  onClose: () => void
}

/** Asks for the sentence that is kept as proof, and a day where one is needed. */
export function ReasonDialog({ title, words, action, danger = false, withDay = false, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ text: string; day: string }>()
  return (
    <Modal open width={480} title={title} okText={action} okButtonProps={{ danger }} cancelText={t('words.cancel')} onOk={() => form.submit()} onCancel={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ text, day }) => {
          onSave(text, day)
          onClose()
        }}
      >
        {withDay ? (
          <Form.Item name="day" label={t('trust_requests.until')} rules={[{ required: true, message: t('trust_requests.dayNeeded') }]}>
            <Input type="date" />
          </Form.Item>
        ) : null}
        <Form.Item name="text" label={words} rules={[{ required: true, min: 2, whitespace: true, message: t('trust_requests.sentenceNeeded') }]}>
          <Input.TextArea autoSize={{ minRows: 3 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
