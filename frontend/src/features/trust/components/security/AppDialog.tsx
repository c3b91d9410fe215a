import { Form, Input, Modal, QRCode } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProofNeeded } from '@/lib/signIn'
import { useFault } from '@/ui/useFault'
import { type NewApp, useAddApp } from '../../api/security'
import css from './Security.module.css'

interface Props {
  app: NewApp
  run: <T>(what: () => Promise<T>) => Promise<T | undefined>
  onAdded: () => void
  onClose: () => void
}

/** The picture to scan, the same as text, and the first code as a proof that it worked. */
export function AppDialog({ app, run, onAdded, onClose }: Props) {
  const { t } = useTranslation()
  const fault = useFault()
  const [form] = Form.useForm<{ code: string }>()
  const add = useAddApp()
  async function submit({ code }: { code: string }): Promise<void> {
    const added = await run(() => add.mutateAsync(code.replaceAll(' ', '')))
    if (added) onAdded()
  }
  return (
    <Modal
      open
      width={480}
      title={t('trust_security.addApp')}
      okText={t('trust_security.confirm')}
      cancelText={t('words.cancel')}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className={css.setup}>
        <QRCode value={app.totp_url} type="svg" size={168} color="#1c2530" bgColor="#ffffff" />
        <div>
          <p>{t('trust_security.scan')}</p>
          <p className="muted small" style={{ marginTop: 8 }}>
            {t('trust_security.orType')}
            <code className={`mono ${css.secret ?? ''}`}>{app.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
        </div>
      </div>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void submit(given).catch(() => undefined)}>
        <Form.Item name="code" label={t('trust_security.firstCode')} rules={[{ required: true, message: t('entry.codeNeeded') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
        </Form.Item>
        {add.error && !(add.error instanceof ProofNeeded) ? (
          <p role="alert" className={css.fault}>
            {fault(add.error)}
          </p>
        ) : null}
      </Form>
    </Modal>
  )
}
