import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { useLanguage } from '@/lib/i18n'
import { useSentence } from '@/ui/States'
import { type FirstAdministrator, useSetUp, useSetupLink } from '../api/session'
import { Door } from '../components/Door'
import { Fault } from '../components/Fault'

const PASSWORD_MIN = 10

/** Where the one-time link of the first administrator leads. */
export function SetupPage() {
  const { t } = useTranslation()
  const token = useParam('token')
  const navigate = useNavigate()
  const sentence = useSentence()
  const language = useLanguage()
  const link = useSetupLink(token)
  const setUp = useSetUp(token)
  useEffect(() => {
    document.title = `${t('entry.setup')} · Xenia 宾至`
  }, [t])
  if (link.data?.is_open === false) {
    return (
      <Door title={t('entry.setupClosed')} words={t('entry.setupClosedWords')}>
        <Link to="/login">{t('entry.signIn')}</Link>
      </Door>
    )
  }
  return (
    <Door title={t('entry.setup')} words={t('entry.setupWords')}>
      {setUp.error ? <Fault>{sentence(setUp.error)}</Fault> : null}
      <Form<FirstAdministrator>
        layout="vertical"
        requiredMark={false}
        size="large"
        onFinish={(choice) => setUp.mutate({ ...choice, language }, { onSuccess: () => void navigate({ to: '/' }) })}
      >
        <Form.Item name="name" label={t('entry.name')} rules={[{ required: true, whitespace: true, message: t('entry.nameNeeded') }]}>
          <Input autoComplete="name" />
        </Form.Item>
        <Form.Item name="email" label={t('entry.email')} rules={[{ required: true, type: 'email', message: t('entry.emailNeeded') }]}>
          <Input autoComplete="username" inputMode="email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('entry.password')}
          extra={t('entry.passwordRule', { count: PASSWORD_MIN })}
          rules={[{ required: true, min: PASSWORD_MIN, message: t('entry.passwordRule', { count: PASSWORD_MIN }) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={setUp.isPending}>
          {t('entry.setupDone')}
        </Button>
      </Form>
    </Door>
  )
}
