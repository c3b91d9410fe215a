import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { type FactorType, hasPasskeys } from '@/lib/signIn'
import { Icon } from '@/ui/Icon'
import { useFault } from '@/ui/useFault'
import { useCode, usePasskeySignIn } from '../api/session'
import css from './Door.module.css'
import { Fault } from './Fault'

/** The second step: a code, or a passkey, whichever the person has set up. */
export function FactorForm({ types, onDone, onBack }: { types: readonly FactorType[]; onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation()
  const fault = useFault()
  const code = useCode()
  const passkey = usePasskeySignIn('authenticate')
  const failed = code.error ?? passkey.error
  return (
    <>
      {failed ? <Fault>{fault(failed)}</Fault> : null}
      <div className={css.ways}>
        {types.includes('webauthn') && hasPasskeys ? (
          <Button size="large" block icon={<Icon name="key" />} loading={passkey.isPending} onClick={() => passkey.mutate(undefined, { onSuccess: onDone })}>
            {t('entry.passkeyStep')}
          </Button>
        ) : null}
        <Form<{ code: string }> layout="vertical" requiredMark={false} size="large" onFinish={(given) => code.mutate(given.code, { onSuccess: onDone })}>
          <Form.Item name="code" label={t('entry.code')} extra={t('entry.codeExtra')} rules={[{ required: true, message: t('entry.codeNeeded') }]}>
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={20} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={code.isPending}>
            {t('entry.confirm')}
          </Button>
        </Form>
        <Button type="link" onClick={onBack}>
          {t('entry.otherPerson')}
        </Button>
      </div>
    </>
  )
}
