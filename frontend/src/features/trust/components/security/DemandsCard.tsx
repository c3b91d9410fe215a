import { App, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { useSentence } from '@/ui/States'
import { type RoleUse, useRoles } from '../../api/access'
import { useDemandFactor } from '../../api/security'
import { ReasonDrawer } from '../ReasonDrawer'
import css from './Security.module.css'
import { Icon } from '@/ui/Icon'

type Role = RoleUse['role']

/** For those who manage the settings of trust: which roles must have a second factor. */
export function DemandsCard() {
  const { t } = useTranslation()
  const said = useSaid()
  const sentence = useSentence()
  const { message } = App.useApp()
  const roles = useRoles()
  const demand = useDemandFactor()
  const [ending, setEnding] = useState<Role>()
  const set = (code: string, demands: boolean, reason = '') =>
    demand.mutate(
      { code, demands, reason },
      {
        onSuccess: ({ approval_id }) => {
          if (approval_id) void message.success(t('trust_people.asked'))
          setEnding(undefined)
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  if (!roles.data) return null
  return (
    <Card title={t('trust_security.demands')}>
      <p className={css.words}>{t('trust_security.demandsWords')}</p>
      <ul>
        {roles.data.map(({ role, people }) => (
          <li key={role.code} className={css.row}>
            <Icon name="badge" />
            <div>
              <div className={css.name}>{said(role.name)}</div>
              <div className="muted small">{t('trust_security.holders', { count: people })}</div>
            </div>
            <Switch
              checked={role.demands_mfa}
              loading={demand.isPending && demand.variables.code === role.code}
              aria-label={said(role.name)}
              onChange={(demands) => (demands ? set(role.code, true) : setEnding(role))}
            />
          </li>
        ))}
      </ul>
      {ending ? (
        <ReasonDrawer
          title={t('trust_security.endTitle', { role: said(ending.name) })}
          what={t('trust_security.endWhat')}
          action={t('trust_security.endAction')}
          saving={demand.isPending}
          onClose={() => setEnding(undefined)}
          onReason={(reason) => set(ending.code, false, reason)}
        />
      ) : null}
    </Card>
  )
}
