import { Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const MONTH_MINUTES = 43_200

/** Where a folder or database is, and how often to look. */
export function PullFields({ kind, isNew, byQuery }: { kind: 'folder' | 'sql'; isNew: boolean; byQuery: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item
        name={['place', 'url']}
        label={t(`connect.location.${kind}`)}
        extra={t(`connect.locationHelp.${kind}`)}
        rules={isNew ? [{ required: true, whitespace: true, message: t('connect.needed') }] : []}
      >
        <Input className="mono" autoComplete="off" spellCheck={false} />
      </Form.Item>
      {kind === 'folder' ? <FolderFields /> : <DatabaseFields byQuery={byQuery} />}
      <Form.Item name="every_minutes" label={t('connect.every')} extra={t('connect.everyHelp')}>
        <InputNumber min={1} max={MONTH_MINUTES} suffix={t('connect.minutes')} style={{ width: 160 }} />
      </Form.Item>
    </>
  )
}

function FolderFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name={['place', 'pattern']} label={t('connect.pattern')} extra={t('connect.patternHelp')}>
        <Input className="mono" placeholder="*" autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name={['place', 'username']} label={t('connect.username')} extra={t('connect.usernameHelp')}>
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name={['place', 'password']} label={t('connect.password')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  )
}

function DatabaseFields({ byQuery }: { byQuery: boolean }) {
  const { t } = useTranslation()
  const [mode, setMode] = useState<'table' | 'query'>(byQuery ? 'query' : 'table')
  return (
    <>
      <Form.Item label={t('connect.take')}>
        <Segmented
          value={mode}
          onChange={setMode}
          options={[
            { value: 'table', label: t('connect.takeTable') },
            { value: 'query', label: t('connect.takeQuery') },
          ]}
        />
      </Form.Item>
      {mode === 'table' ? (
        <Form.Item key="table" name={['place', 'table']} label={t('connect.takeTable')} preserve={false}>
          <Input className="mono" placeholder="public.orders" autoComplete="off" spellCheck={false} />
        </Form.Item>
      ) : (
        <Form.Item key="query" name={['place', 'query']} label={t('connect.takeQuery')} preserve={false}>
          <Input.TextArea className="mono" rows={4} placeholder="select * from orders" spellCheck={false} />
        </Form.Item>
      )}
      <Form.Item name="cursor_column" label={t('connect.cursor')} extra={t('connect.cursorHelp')}>
        <Input className="mono" autoComplete="off" spellCheck={false} />
      </Form.Item>
    </>
  )
}
