import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hasPasskeys } from '@/lib/signIn'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { useConfirm } from '@/ui/useConfirm'
import { useFault } from '@/ui/useFault'
import { type Factor, type Passkey, recoveryCodes, useAddPasskey, useRemovePasskey } from '../../api/security'
import { CodesDialog } from './CodesDialog'
import css from './Security.module.css'
import { momentOf } from './moment'
import { useProof } from './useProof'

const isPasskey = (one: Factor): one is Passkey => one.type === 'webauthn'

/** Passkeys: sign in with the fingerprint or face of this device, without a password. */
export function PasskeysCard({ factors }: { factors: readonly Factor[] }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const fault = useFault()
  const confirm = useConfirm()
  const { run, dialog } = useProof()
  const add = useAddPasskey()
  const remove = useRemovePasskey()
  const [isNaming, name] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const passkeys = factors.filter(isPasskey)
  const failed = (error: unknown) => void message.error(fault(error))
  async function make(called: string): Promise<void> {
    name(false)
    const made = await run(() => add.mutateAsync(called))
    if (made?.meta.recovery_codes_generated) setCodes(await recoveryCodes())
  }
  async function takeAway(passkey: Passkey): Promise<void> {
    const question = { title: t('trust_security.removePasskey', { name: passkey.name }), what: t('trust_security.removePasskeyWhat'), action: t('trust_security.remove'), danger: true }
    if (await confirm(question)) await run(() => remove.mutateAsync(passkey.id))
  }
  return (
    <Card title={t('trust_security.passkeys')}>
      <p className={css.words}>{t(hasPasskeys ? 'trust_security.passkeysWords' : 'trust_security.noPasskeys')}</p>
      <ul>
        {passkeys.map((passkey) => (
          <li key={passkey.id} className={css.row}>
            <Icon name="key" />
            <div>
              <div className={css.name}>{passkey.name}</div>
              <div className="muted small">
                {t('trust_security.madeAt')} <Instant at={momentOf(passkey.created_at)} /> · {t('trust_security.lastUsed')}{' '}
                <Instant at={momentOf(passkey.last_used_at)} relative />
              </div>
            </div>
            <Button type="link" danger onClick={() => void takeAway(passkey).catch(failed)}>
              {t('trust_security.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {hasPasskeys ? (
        <div className={css.foot}>
          <Button icon={<Icon name="plus" size={16} />} loading={add.isPending} onClick={() => name(true)}>
            {t('trust_security.addPasskey')}
          </Button>
        </div>
      ) : null}
      {isNaming ? <NameDialog onName={(called) => void make(called).catch(failed)} onClose={() => name(false)} /> : null}
      {codes ? <CodesDialog codes={codes} onClose={() => setCodes(null)} /> : null}
      {dialog}
    </Card>
  )
}

function NameDialog({ onName, onClose }: { onName: (name: string) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ name: string }>()
  return (
    <Modal open width={400} title={t('trust_security.addPasskey')} okText={t('trust_security.goOn')} cancelText={t('words.cancel')} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ name }) => onName(name.trim())}>
        <Form.Item
          name="name"
          label={t('trust_security.passkeyName')}
          extra={t('trust_security.passkeyNameExtra')}
          rules={[{ required: true, whitespace: true, message: t('trust_security.passkeyNameNeeded') }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
