import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useFault } from '@/ui/useFault'
import { type Factor, newApp, type NewApp, newRecoveryCodes, recoveryCodes, useRemoveApp } from '../../api/security'
import { AppDialog } from './AppDialog'
import { CodesDialog } from './CodesDialog'
import css from './Security.module.css'
import { momentOf } from './moment'
import { useProof } from './useProof'

/** The authenticator app, and the codes for the day the phone is lost. */
export function FactorsCard({ factors }: { factors: readonly Factor[] }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const fault = useFault()
  const confirm = useConfirm()
  const { run, dialog } = useProof()
  const remove = useRemoveApp()
  const [app, setApp] = useState<NewApp | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const held = factors.find((one) => one.type === 'totp')
  const spare = factors.find((one) => one.type === 'recovery_codes')
  const failed = (error: unknown) => void message.error(fault(error))
  async function takeAway(): Promise<void> {
    const question = { title: t('trust_security.removeApp'), what: t('trust_security.removeAppWhat'), action: t('trust_security.remove'), danger: true }
    if (await confirm(question)) await run(() => remove.mutateAsync())
  }
  async function renew(): Promise<void> {
    const question = { title: t('trust_security.newCodes'), what: t('trust_security.newCodesWhat'), action: t('trust_security.newCodes') }
    if (await confirm(question)) setCodes((await run(newRecoveryCodes)) ?? null)
  }
  return (
    <Card title={t('trust_security.app')} aside={held ? <Tag tone="jade">{t('trust_security.on')}</Tag> : <Tag>{t('trust_security.off')}</Tag>}>
      <p className={css.words}>{t('trust_security.appWords')}</p>
      {held ? <LastUsed at={held.last_used_at} /> : null}
      <div className={css.foot}>
        {held ? (
          <Button danger onClick={() => void takeAway().catch(failed)}>
            {t('trust_security.removeApp')}
          </Button>
        ) : (
          <Button type="primary" onClick={() => void newApp().then(setApp, failed)}>
            {t('trust_security.addApp')}
          </Button>
        )}
        {spare ? (
          <Button icon={<Icon name="refresh" size={16} />} onClick={() => void renew().catch(failed)}>
            {t('trust_security.codesLeft', { count: spare.unused_code_count, total: spare.total_code_count })}
          </Button>
        ) : null}
      </div>
      {app ? (
        <AppDialog
          app={app}
          run={run}
          onClose={() => setApp(null)}
          onAdded={() => {
            setApp(null)
            void message.success(t('trust_security.appAdded'))
            void recoveryCodes().then(setCodes, failed)
          }}
        />
      ) : null}
      {codes ? <CodesDialog codes={codes} onClose={() => setCodes(null)} /> : null}
      {dialog}
    </Card>
  )
}

function LastUsed({ at }: { at: number | null }) {
  const { t } = useTranslation()
  return (
    <p className="muted small">
      {t('trust_security.lastUsed')} <Instant at={momentOf(at)} relative />
    </p>
  )
}
