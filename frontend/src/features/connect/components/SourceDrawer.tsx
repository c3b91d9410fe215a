import { App, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { useSaveSource } from '../api/sources'
import { type SourceDraft, SourceForm } from './SourceForm'

interface Props {
  open: boolean
  onClose: () => void
  onSaved: (id: string) => void
}

/** Registers a source without leaving the page. */
export function SourceDrawer({ open, onClose, onSaved }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<SourceDraft>()
  const [changed, setChanged] = useState(false)
  const save = useSaveSource()
  function leave(): void {
    setChanged(false)
    onClose()
  }
  return (
    <FormDrawer
      open={open}
      title={t('connect.register')}
      saveLabel={t('connect.registerNow')}
      saving={save.isPending}
      changed={changed}
      onSave={() => form.submit()}
      onClose={leave}
    >
      <SourceForm
        form={form}
        onChange={() => setChanged(true)}
        onFinish={(settings) =>
          save.mutate(settings, {
            onSuccess: (id) => {
              leave()
              onSaved(id)
            },
            onError: (error) => void message.error(sentence(error)),
          })
        }
      />
    </FormDrawer>
  )
}
