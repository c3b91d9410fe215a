import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useListed, useSaid } from '@/lib/i18n'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import type { Column } from '@/ui/table/types'
import { clearFields, type RoleUse, usePermissions, useRoles } from '../api/access'
import { RoleDrawer } from '../components/RoleDrawer'

const NAMED = 3

function useColumns(): Column<RoleUse>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const listed = useListed()
  const { data: known = [] } = usePermissions()
  return [
    { key: 'role', title: t('trust_roles.role'), render: ({ role }) => said(role.name) },
    { key: 'people', title: t('trust_roles.held'), align: 'right', width: 88, render: ({ people }) => t('trust_roles.people', { count: people }) },
    {
      key: 'permissions',
      title: t('trust_roles.permissions'),
      render: ({ role }) => {
        const names = known.filter((one) => role.permissions.includes(one.code)).map((one) => said(one.name))
        return listed(names.slice(0, NAMED)) + (names.length > NAMED ? ` +${countText(names.length - NAMED)}` : '')
      },
    },
    {
      key: 'clear',
      title: t('trust_roles.clear'),
      render: ({ role }) =>
        role.clear_fields.length === 0 ? (
          <span className="muted">{t('trust_roles.masked')}</span>
        ) : (
          listed(clearFields.filter((field) => role.clear_fields.includes(field)).map((field) => t(`trust_roles.field.${field}`)))
        ),
    },
    { key: 'code', title: t('trust_roles.code'), render: ({ role }) => <span className="mono">{role.code}</span>, wideOnly: true },
  ]
}

/** What each role may do, and who holds it. */
export function RolesPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const roles = useRoles()
  const columns = useColumns()
  const known = roles.data?.find(({ role }) => role.code === search.role)
  const close = () => change({ role: undefined, new: undefined })
  return (
    <>
      <PageHeader
        title={t('trust_roles.title')}
        subtitle={t('trust_roles.subtitle')}
        crumbs={[{ label: t('trust.title'), to: '/trust' }]}
        primary={
          <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ new: '1' }, { push: true })}>
            {t('trust_roles.create')}
          </Button>
        }
      />
      <PlainTable
        label={t('trust_roles.title')}
        columns={columns}
        query={roles}
        rowKey={({ role }) => role.code}
        door={({ role }) => ({ to: '/trust/roles', search: { role: role.code } })}
        empty={null}
      />
      {known || search.new === '1' ? <RoleDrawer key={known?.role.code ?? 'new'} known={known} onClose={close} /> : null}
    </>
  )
}
