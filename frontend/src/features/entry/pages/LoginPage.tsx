import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSentence } from '@/ui/States'
import { type Credentials, useSignIn } from '../api/session'
import { Door } from '../components/Door'
import { Fault } from '../components/Fault'

/** Only an address of this product: never one that leads elsewhere. */
function safeBack(back: string | undefined): string {
  return back?.startsWith('/') && !back.startsWith('//') && !back.startsWith('/\\') ? back : '/'
}

export function LoginPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const sentence = useSentence()
  const [search] = useAddress()
  const signIn = useSignIn()
  useEffect(() => {
    document.title = `${t('entry.signIn')} · Xenia 宾至`
  }, [t])
  function submit(given: Credentials): void {
    signIn.mutate(given, { onSuccess: () => void navigate({ href: safeBack(search.back) }) })
  }
  return (
    <Door title={t('entry.welcome')} words={t('entry.welcomeWords')}>
      {signIn.error ? <Fault>{sentence(signIn.error)}</Fault> : null}
      <Form<Credentials> layout="vertical" requiredMark={false} onFinish={submit} size="large">
        <Form.Item name="email" label={t('entry.email')} rules={[{ required: true, message: t('entry.emailNeeded') }]}>
          <Input autoComplete="username" inputMode="email" autoCapitalize="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t('entry.password')} rules={[{ required: true, message: t('entry.passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t('entry.signIn')}
        </Button>
      </Form>
      <p className="muted small" style={{ marginTop: 16 }}>
        {t('entry.forgotten')}
      </p>
    </Door>
  )
}
