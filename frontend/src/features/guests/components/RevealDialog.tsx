import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSentence } from '@/ui/States'
import { useDocumentText } from '@/ui/FieldWords'
import { type RevealOrder, revealPurposes, type SealedField, useReveal } from '../api/guests'

interface Props {
  recordId: string
  field: SealedField
  onClose: () => void
}

type Asked = Pick<RevealOrder, 'purpose'> & { reference?: string }

/** Asks what for, then shows one value; the value is gone when the dialog closes. */
export function RevealDialog({ recordId, field, onClose }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [form] = Form.useForm<Asked>()
  const purpose = Form.useWatch('purpose', form)
  const reveal = useReveal(recordId)
  const shown = useDocumentText()
  const value = reveal.data && (field === 'document' ? shown(reveal.data.value) : reveal.data.value)
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
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ purpose: why, reference }) => reveal.mutate({ field, purpose: why, reference: reference ?? '' })}>
          <Form.Item name="purpose" label={t('guests.revealWhy')} rules={[{ required: true, message: t('guests.revealNeeded') }]}>
            <Select placeholder={t('guests.revealChoose')} options={revealPurposes.map((value) => ({ value, label: t(`guests.purpose.${value}`) }))} />
          </Form.Item>
          <Form.Item
            name="reference"
            label={t('guests.revealReference')}
            extra={t('guests.revealLogged')}
            rules={[{ required: purpose === 'other', message: t('guests.revealReferenceNeeded') }]}
          >
            <Input maxLength={40} placeholder={t('guests.revealExample')} autoComplete="off" />
          </Form.Item>
          {reveal.error ? <p role="alert">{sentence(reveal.error)}</p> : null}
        </Form>
      )}
    </Modal>
  )
}
