import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSentence } from '@/ui/States'
import { Fault } from './Fault'

const PASSWORD_MIN = 10

interface Props<T> {
  action: string
  saving: boolean
  error: unknown
  onSave: (choice: T) => void
  /** What is asked before the password. */
  children: ReactNode
}

/** The form of someone who comes in for the first time, or again: a few facts, then a password of one's own. */
export function NewPassword<T extends { password: string }>({ action, saving, error, onSave, children }: Props<T>) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const rule = t('entry.passwordRule', { count: PASSWORD_MIN })
  return (
    <>
      {error ? <Fault>{sentence(error)}</Fault> : null}
      <Form<T> layout="vertical" requiredMark={false} size="large" onFinish={onSave}>
        {children}
        <Form.Item name="password" label={t('entry.password')} extra={rule} rules={[{ required: true, min: PASSWORD_MIN, message: rule }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={saving}>
          {action}
        </Button>
      </Form>
    </>
  )
}
