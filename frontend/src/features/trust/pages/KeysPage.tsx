import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { type ServiceAccount, useServiceAccounts } from '../api/keys'
import { AccountDrawer } from '../components/keys/AccountDrawer'
import { AccountForm } from '../components/keys/AccountForm'
import { useAccountColumns } from '../components/keys/columns'

/** The machines that may call the API: what each may do, who answers for it, and its keys. */
export function KeysPage() {
  const { t } = useTranslation()
  const accounts = useServiceAccounts()
  const [search, change] = useAddress()
  const [editing, edit] = useState<ServiceAccount | 'new' | null>(null)
  const columns = useAccountColumns()
  const open = accounts.data?.find((one) => one.id === search.account)
  const make = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => edit('new')}>
      {t('trust_keys.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('trust_keys.title')} subtitle={t('trust_keys.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} primary={accounts.data?.length ? make : null} />
      <PlainTable
        label={t('trust_keys.title')}
        columns={columns}
        query={accounts}
        rowKey={(one) => one.id}
        door={(one) => ({ to: '/trust/keys', search: { account: one.id } })}
        empty={
          <EmptyState icon="key" title={t('trust_keys.none')} action={make}>
            {t('trust_keys.noneWords')}
          </EmptyState>
        }
      />
      {open ? <AccountDrawer account={open} onEdit={() => edit(open)} onClose={() => change({ account: undefined })} /> : null}
      {editing ? <AccountForm account={editing === 'new' ? null : editing} onClose={() => edit(null)} /> : null}
    </>
  )
}
