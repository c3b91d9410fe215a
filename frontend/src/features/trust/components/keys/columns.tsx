import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Instant } from '@/ui/Money'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import type { ServiceAccount } from '../../api/keys'

/** When any key of the machine was last used. */
function lastUse(account: ServiceAccount): string | null {
  return account.keys.reduce<string | null>((latest, key) => (key.used_at && (!latest || key.used_at > latest) ? key.used_at : latest), null)
}

export function useAccountColumns(): Column<ServiceAccount>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const valid = (one: ServiceAccount) => one.keys.filter((key) => key.state === 'valid').length
  return [
    { key: 'name', title: t('trust_keys.name'), render: (one) => one.name },
    { key: 'purpose', title: t('trust_keys.purpose'), render: (one) => one.purpose },
    { key: 'owner', title: t('trust_keys.owner'), render: (one) => one.owner_name },
    { key: 'units', title: t('trust_keys.units'), render: (one) => one.units.map((unit) => said(unit.name)).join('、'), wideOnly: true },
    { key: 'scopes', title: t('trust_keys.scopes'), render: (one) => one.scopes.length, align: 'right' },
    { key: 'keys', title: t('trust_keys.validKeys'), render: valid, align: 'right' },
    { key: 'used', title: t('trust_keys.used'), render: (one) => <Instant at={lastUse(one)} relative /> },
    { key: 'state', title: t('trust_keys.state'), render: (one) => <AccountState account={one} /> },
  ]
}

export function AccountState({ account }: { account: ServiceAccount }) {
  const { t } = useTranslation()
  if (account.ended_at) return <Status>{t('trust_keys.ended')}</Status>
  if (!account.is_owner_active) return <Status tone="cinnabar">{t('trust_keys.ownerLeft')}</Status>
  if (account.keys.some((key) => key.state === 'valid')) return <Status tone="jade">{t('trust_keys.running')}</Status>
  return <Status tone="amber">{t('trust_keys.noKey')}</Status>
}
