import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSentence } from '@/ui/States'
import { type SealedField, useReveal } from '../api/guests'

interface Props {
  recordId: string
  field: SealedField
  onClose: () => void
}

/** Asks what for, then shows one value; the value is gone when the dialog closes. */
export function RevealDialog({ recordId, field, onClose }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [form] = Form.useForm<{ purpose: string }>()
  const reveal = useReveal(recordId)
  const value = reveal.data?.value
  return (
    <Modal
      open
      width={420}
      title={t(`guests.field.${field}`)}
      onCancel={onClose}
      okText={value ? t('words.close') : t('guests.revealNow')}
      cancelText={t('words.cancel')}
      cancelButtonProps={{ style: value ? { display: 'none' } : {} }}
      confirmLoading={reveal.isPending}
      onOk={() => {
        if (value) onClose()
        else form.submit()
      }}
    >
      {value ? (
        <p className="mono" style={{ fontSize: 18, padding: '8px 0' }}>
          {value}
        </p>
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ purpose }) => reveal.mutate({ field, purpose })}>
          <Form.Item
            name="purpose"
            label={t('guests.revealWhy')}
            extra={t('guests.revealLogged')}
            rules={[{ required: true, min: 2, whitespace: true, message: t('guests.revealNeeded') }]}
          >
            <Input maxLength={200} placeholder={t('guests.revealExample')} autoComplete="off" />
          </Form.Item>
          {reveal.error ? <p role="alert">{sentence(reveal.error)}</p> : null}
        </Form>
      )}
    </Modal>
  )
}
