import { App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { useFault } from '@/ui/useFault'
import { useChangePassword } from '../../api/security'
import css from './Security.module.css'

const LETTERS_MIN = 10

interface Passwords {
  current: string
  fresh: string
}

/** A new password ends the sessions on every other device. */
export function PasswordCard() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const fault = useFault()
  const [form] = Form.useForm<Passwords>()
  const change = useChangePassword()
  function submit(given: Passwords): void {
    change.mutate(given, {
      onSuccess: () => {
        form.resetFields()
        void message.success(t('trust_security.passwordChanged'))
      },
    })
  }
  return (
    <Card title={t('trust_security.password')}>
      <p className={css.words}>{t('trust_security.passwordWords')}</p>
      <Form<Passwords> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="current" label={t('trust_security.current')} rules={[{ required: true, message: t('entry.passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="fresh"
          label={t('trust_security.fresh')}
          extra={t('entry.passwordRule', { count: LETTERS_MIN })}
          rules={[{ required: true, min: LETTERS_MIN, message: t('entry.passwordRule', { count: LETTERS_MIN }) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.error ? (
          <p role="alert" className={css.fault}>
            {fault(change.error)}
          </p>
        ) : null}
        <Button htmlType="submit" loading={change.isPending}>
          {t('trust_security.changePassword')}
        </Button>
      </Form>
    </Card>
  )
}
