import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { useSentence } from '@/ui/States'
import { type Source, useSaveSource } from '../api/sources'
import { type SourceDraft, SourceForm } from './SourceForm'

/** The settings of a source: a form for those who may change them, a list for the others. */
export function SettingsTab({ source }: { source: Source }) {
  return useMay('manage_sources') ? <Editable source={source} /> : <ReadOnly source={source} />
}

function ReadOnly({ source }: { source: Source }) {
  const { t } = useTranslation()
  const { settings } = source
  return (
    <Card title={t('connect.tab.settings')} aside={t('connect.readOnly')}>
      <KeyValues
        items={[
          { label: t('connect.code'), value: <span className="mono">{settings.code}</span> },
          { label: t('connect.kind'), value: t(`connect.kinds.${settings.kind}`) },
          { label: t('connect.zone'), value: settings.time_zone },
          { label: t('connect.currency'), value: settings.currency },
          { label: t('connect.region'), value: settings.phone_region },
          { label: t('connect.basis'), value: t(`connect.bases.${settings.legal_basis}`) },
        ]}
      />
    </Card>
  )
}

function Editable({ source }: { source: Source }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<SourceDraft>()
  const [changed, setChanged] = useState(false)
  const save = useSaveSource(source)
  return (
    <Card>
      <div style={{ maxWidth: 480 }}>
        <SourceForm
          form={form}
          initial={source.settings}
          onChange={() => setChanged(true)}
          onFinish={(settings) =>
            save.mutate(settings, {
              onSuccess: () => {
                setChanged(false)
                void message.success(t('connect.saved'))
              },
              onError: (error) => void message.error(sentence(error)),
            })
          }
        />
        <Button type="primary" disabled={!changed} loading={save.isPending} onClick={() => form.submit()}>
          {t('words.save')}
        </Button>
      </div>
    </Card>
  )
}
