import { App, Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { Status, Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { usePermissions } from '../../api/access'
import { type ApiKey, type ServiceAccount, useEndAccount, useRevokeKey } from '../../api/keys'
import { AccountState } from './columns'
import css from './Keys.module.css'
import { NewKey } from './NewKey'

const tones = { valid: 'jade', expired: 'amber', revoked: 'grey' } as const

interface Props {
  account: ServiceAccount
  onEdit: () => void
  onClose: () => void
}

/** One machine: what it may do, and its keys with the way to end each. */
export function AccountDrawer({ account, onEdit, onClose }: Props) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const end = useEndAccount()
  async function stop(): Promise<void> {
    const question = { title: t('trust_keys.endTitle', { name: account.name }), what: t('trust_keys.endWhat'), action: t('trust_keys.end'), danger: true }
    if (await confirm(question)) end.mutate(account.id, { onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <Drawer open title={account.name} size={narrow ? '100%' : 560} onClose={onClose}>
      <Facts account={account} />
      {account.ended_at ? null : (
        <div className={css.actions}>
          <Button onClick={onEdit}>{t('trust_keys.change')}</Button>
          <Button danger onClick={() => void stop()}>
            {t('trust_keys.end')}
          </Button>
        </div>
      )}
      <h2 className={css.heading}>{t('trust_keys.keys')}</h2>
      {account.ended_at ? null : <NewKey key={account.id} accountId={account.id} />}
      <ul>
        {account.keys.map((one) => (
          <KeyRow key={one.id} held={one} />
        ))}
      </ul>
    </Drawer>
  )
}

function Facts({ account }: { account: ServiceAccount }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = usePermissions().data
  const scope = (code: string) => said(words?.find((one) => one.code === code)?.name ?? code)
  return (
    <KeyValues
      items={[
        { label: t('trust_keys.state'), value: <AccountState account={account} /> },
        { label: t('trust_keys.purpose'), value: account.purpose },
        { label: t('trust_keys.owner'), value: account.owner_name },
        { label: t('trust_keys.units'), value: account.units.map((unit) => said(unit.name)).join('、') },
        {
          label: t('trust_keys.scopes'),
          value: (
            <span className={css.tags}>
              {account.scopes.map((code) => (
                <Tag key={code} tone="slate">
                  {scope(code)}
                </Tag>
              ))}
            </span>
          ),
        },
        { label: t('trust_keys.madeAt'), value: <Instant at={account.created_at} /> },
      ]}
    />
  )
}

function KeyRow({ held }: { held: ApiKey }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const revoke = useRevokeKey()
  async function end(): Promise<void> {
    const question = { title: t('trust_keys.revokeTitle', { prefix: held.prefix }), what: t('trust_keys.revokeWhat'), action: t('trust_keys.revoke'), danger: true }
    if (await confirm(question)) revoke.mutate(held.id, { onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <li className={css.row}>
      <div>
        <div className={css.name}>
          <span className="mono">{held.prefix}…</span>
          <Status tone={tones[held.state]}>{t(`trust_keys.keyState.${held.state}`)}</Status>
        </div>
        <div className="muted small">
          {held.created_by_name} <Instant at={held.created_at} /> · {t('trust_keys.expires')} <Instant at={held.expires_at} /> · {t('trust_keys.used')}{' '}
          <Instant at={held.used_at} relative />
        </div>
      </div>
      {held.state === 'valid' ? (
        <Button type="link" danger onClick={() => void end()}>
          {t('trust_keys.revoke')}
        </Button>
      ) : null}
    </li>
  )
}
