import { Link, useNavigate } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { useLanguage } from '@/lib/i18n'
import { type FirstAdministrator, useSetUp, useSetupLink } from '../api/session'
import { Door } from '../components/Door'
import { NewPassword } from '../components/NewPassword'

/** Where the one-time link of the first administrator leads. */
export function SetupPage() {
  const { t } = useTranslation()
  const token = useParam('token')
  const navigate = useNavigate()
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
      <NewPassword<FirstAdministrator>
        action={t('entry.setupDone')}
        saving={setUp.isPending}
        error={setUp.error}
        onSave={(choice) => setUp.mutate({ ...choice, language }, { onSuccess: () => void navigate({ to: '/' }) })}
      >
        <Form.Item name="name" label={t('entry.name')} rules={[{ required: true, whitespace: true, message: t('entry.nameNeeded') }]}>
          <Input autoComplete="name" />
        </Form.Item>
        <Form.Item name="email" label={t('entry.email')} rules={[{ required: true, type: 'email', message: t('entry.emailNeeded') }]}>
          <Input autoComplete="username" inputMode="email" />
        </Form.Item>
      </NewPassword>
    </Door>
  )
}
