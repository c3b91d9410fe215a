import { App, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { useSentence } from '@/ui/States'
import { useRoles } from '../../api/access'
import { useDemandFactor } from '../../api/security'
import css from './Security.module.css'
import { Icon } from '@/ui/Icon'

/** For those who manage the settings of trust: which roles must have a second factor. */
export function DemandsCard() {
  const { t } = useTranslation()
  const said = useSaid()
  const sentence = useSentence()
  const { message } = App.useApp()
  const roles = useRoles()
  const demand = useDemandFactor()
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
              onChange={(demands) => demand.mutate({ code: role.code, demands }, { onError: (error) => void message.error(sentence(error)) })}
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}
