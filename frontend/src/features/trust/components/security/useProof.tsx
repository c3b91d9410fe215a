import { Button, Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hasPasskeys, ProofNeeded } from '@/lib/signIn'
import { Icon } from '@/ui/Icon'
import { useFault } from '@/ui/useFault'
import { proof } from '../../api/security'
import css from './Security.module.css'

interface Waiting {
  needed: ProofNeeded
  resolve: (isProved: boolean) => void
}

/** Runs what may need a fresh proof of who is there: asks for it, then runs it again. Undefined where the person turned back. */
export function useProof(): { run: <T>(what: () => Promise<T>) => Promise<T | undefined>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  async function run<T>(what: () => Promise<T>): Promise<T | undefined> {
    try {
      return await what()
    } catch (error) {
      if (!(error instanceof ProofNeeded)) throw error
      const isProved = await new Promise<boolean>((resolve) => setWaiting({ needed: error, resolve }))
      setWaiting(null)
      return isProved ? what() : undefined
    }
  }
  return { run, dialog: waiting ? <ProofDialog {...waiting} /> : null }
}

function ProofDialog({ needed, resolve }: Waiting) {
  const { t } = useTranslation()
  const fault = useFault()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [form] = Form.useForm<{ secret: string }>()
  function prove(attempt: Promise<unknown>): void {
    setBusy(true)
    attempt
      .then(() => resolve(true), setError)
      .finally(() => setBusy(false))
  }
  return (
    <Modal
      open
      width={400}
      title={t('trust_security.proof')}
      okText={t('trust_security.confirm')}
      cancelText={t('words.cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={() => resolve(false)}
    >
      <p className="muted">{t('trust_security.proofWords')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ secret }) => prove(needed.byPassword ? proof.byPassword(secret) : proof.byCode(secret))}>
        <Form.Item
          name="secret"
          label={t(needed.byPassword ? 'entry.password' : 'entry.code')}
          rules={[{ required: true, message: t(needed.byPassword ? 'entry.passwordNeeded' : 'entry.codeNeeded') }]}
        >
          {needed.byPassword ? <Input.Password autoComplete="current-password" /> : <Input autoComplete="one-time-code" />}
        </Form.Item>
        {error ? (
          <p role="alert" className={css.fault}>
            {fault(error)}
          </p>
        ) : null}
      </Form>
      {needed.types.includes('webauthn') && hasPasskeys ? (
        <Button type="link" icon={<Icon name="key" size={16} />} onClick={() => prove(proof.byPasskey())}>
          {t('entry.passkeyStep')}
        </Button>
      ) : null}
    </Modal>
  )
}
