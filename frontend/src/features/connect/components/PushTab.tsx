import { App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { useSentence } from '@/ui/States'
import { type Source, useNewPushKey } from '../api/sources'
import { PushKeys } from './PushKeys'

/** How a machine sends records to this source. */
export function PushTab({ source }: { source: Source }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const mayManage = useMay('manage_sources')
  const make = useNewPushKey(source.id)
  const address = `${window.location.origin}/api/push/${source.settings.code}/booking`
  return (
    <>
      <Card title={t('connect.push.title')}>
        <KeyValues
          items={[
            { label: t('connect.push.address'), value: <span className="mono">{`POST ${address}`}</span> },
            { label: t('connect.push.header'), value: <span className="mono">Authorization: Bearer …</span> },
            { label: t('connect.push.newKey'), value: make.data ? <span className="mono">{make.data.key}</span> : null },
          ]}
        />
        {make.data ? <p role="status">{t('connect.push.once')}</p> : null}
        {mayManage && !make.data ? (
          <Form<{ name: string }>
            layout="inline"
            style={{ marginTop: 16, rowGap: 8 }}
            onFinish={({ name }) => make.mutate(name, { onError: (error) => void message.error(sentence(error)) })}
          >
            <Form.Item name="name" rules={[{ required: true, whitespace: true, message: t('connect.needed') }]}>
              <Input aria-label={t('connect.push.keyName')} placeholder={t('connect.push.keyName')} autoComplete="off" />
            </Form.Item>
            <Button htmlType="submit" loading={make.isPending}>
              {t('connect.push.make')}
            </Button>
          </Form>
        ) : null}
      </Card>
      {mayManage ? <PushKeys sourceId={source.id} /> : null}
    </>
  )
}
