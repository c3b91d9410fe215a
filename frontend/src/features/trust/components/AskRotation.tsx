import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { useAskRotation } from '../api/encryption'

const REASON_MIN = 4

/** Says why the key should change; a second person reads only this and decides. */
export function AskRotation({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const ask = useAskRotation()
  const [reason, setReason] = useState('')
  function save(): void {
    if (reason.trim().length < REASON_MIN) {
      void message.warning(t('trust_encryption.reasonMissing'))
      return
    }
    ask.mutate(reason.trim(), {
      onSuccess: () => {
        setReason('')
        onClose()
        void message.success(t('trust_encryption.asked'))
      },
      onError: (error) => void message.error(sentence(error)),
    })
  }
  return (
    <FormDrawer
      open={open}
      title={t('trust_encryption.ask')}
      saveLabel={t('trust_encryption.askNow')}
      saving={ask.isPending}
      changed={reason !== ''}
      onSave={save}
      onClose={onClose}
    >
      <p style={{ marginBottom: 16 }}>{t('trust_encryption.askWords')}</p>
      <Form layout="vertical">
        <Form.Item label={t('trust_encryption.reason')} htmlFor="rotation-reason" required>
          <Input.TextArea id="rotation-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
