import { Button, Divider, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { requestHeaders } from '@/lib/http'
import { FactorNeeded, type FactorType, hasPasskeys } from '@/lib/signIn'
import { Icon } from '@/ui/Icon'
import { useFault } from '@/ui/useFault'
import { type Credentials, usePasskeySignIn, useProvider, useSignIn } from '../api/session'
import css from './Door.module.css'
import { Fault } from './Fault'

interface Props {
  /** Where the person wanted to go. */
  back: string
  /** What single sign-on came back with. */
  error: string | undefined
  onFactor: (types: readonly FactorType[]) => void
  onDone: () => void
}

/** E-mail and password, and the ways without a password. */
export function PasswordForm({ back, error, onFactor, onDone }: Props) {
  const { t } = useTranslation()
  const fault = useFault()
  const signIn = useSignIn()
  const passkey = usePasskeySignIn('login')
  const failed = [signIn.error, passkey.error].find((one) => one && !(one instanceof FactorNeeded))
  const said = failed ? fault(failed) : error ? t(error === 'signup_closed' ? 'entry.ssoUnknown' : 'entry.ssoFailed') : null
  function submit(given: Credentials): void {
    passkey.reset()
    signIn.mutate(given, { onSuccess: onDone, onError: (reason) => reason instanceof FactorNeeded && onFactor(reason.types) })
  }
  return (
    <>
      {said ? <Fault>{said}</Fault> : null}
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
      <OtherWays back={back} isAsking={passkey.isPending} onPasskey={() => passkey.mutate(undefined, { onSuccess: onDone })} />
      <p className="muted small" style={{ marginTop: 16 }}>
        {t('entry.forgotten')}
      </p>
    </>
  )
}

function OtherWays({ back, isAsking, onPasskey }: { back: string; isAsking: boolean; onPasskey: () => void }) {
  const { t } = useTranslation()
  const provider = useProvider().data
  if (!hasPasskeys && !provider) return null
  return (
    <>
      <Divider plain>{t('entry.or')}</Divider>
      <div className={css.ways}>
        {hasPasskeys ? (
          <Button size="large" block icon={<Icon name="key" />} loading={isAsking} onClick={onPasskey}>
            {t('entry.passkey')}
          </Button>
        ) : null}
        {provider ? (
          // A real form, not a fetch: the browser itself goes to the company's provider.
          <form method="post" action="/_allauth/browser/v1/auth/provider/redirect">
            <input type="hidden" name="csrfmiddlewaretoken" value={requestHeaders()['X-CSRFToken']} />
            <input type="hidden" name="provider" value={provider.id} />
            <input type="hidden" name="process" value="login" />
            <input type="hidden" name="callback_url" value={`/login?back=${encodeURIComponent(back)}`} />
            <Button size="large" block htmlType="submit" icon={<Icon name="arrow" />}>
              {t('entry.sso', { name: provider.name })}
            </Button>
          </form>
        ) : null}
      </div>
    </>
  )
}
