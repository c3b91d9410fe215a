import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useListed, useSaid } from '@/lib/i18n'
import { SearchFilter } from '@/ui/Filters'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { EmptyState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type Colleague, type LinkOutcome, usePeople } from '../api/access'
import { InviteDrawer } from '../components/InviteDrawer'
import { LinkShown } from '../components/LinkShown'
import { PersonDrawer } from '../components/PersonDrawer'
import { PersonStateMark } from '../components/PersonStateMark'

function useColumns(): Column<Colleague>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const listed = useListed()
  return [
    {
      key: 'name',
      title: t('trust_people.name'),
      render: (person) => (
        <>
          {person.name} {person.is_me ? <Tag tone="jade">{t('trust_people.you')}</Tag> : null}
        </>
      ),
    },
    { key: 'title', title: t('trust_people.jobTitle'), render: (person) => person.title },
    { key: 'roles', title: t('trust_people.roles'), render: (person) => listed(person.roles.map((role) => said(role.name))) },
    { key: 'units', title: t('trust_people.units'), render: (person) => listed(person.units.map((unit) => said(unit.name))) },
    { key: 'state', title: t('trust_people.state'), render: (person) => <PersonStateMark person={person} /> },
    {
      key: 'seen',
      title: t('trust_people.seen'),
      render: (person) => (person.last_seen_at ? <Instant at={person.last_seen_at} relative /> : <span className="muted">{t('trust_people.never')}</span>),
    },
    { key: 'email', title: t('trust_people.email'), render: (person) => person.email, optional: true },
  ]
}

/** Who may sign in, as what, for which units. */
export function PeoplePage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const [link, setLink] = useState<{ outcome: LinkOutcome; name: string } | null>(null)
  const people = usePeople(search.text)
  const columns = useColumns()
  const close = () => change({ person: undefined, invite: undefined })
  const show = (outcome: LinkOutcome, name: string) => {
    close()
    setLink({ outcome, name })
  }
  return (
    <>
      <PageHeader
        title={t('trust_people.title')}
        subtitle={t('trust_people.subtitle')}
        crumbs={[{ label: t('trust.title'), to: '/trust' }]}
        primary={
          <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ invite: '1' }, { push: true })}>
            {t('trust_people.invite')}
          </Button>
        }
      />
      <DataTable
        name="people"
        label={t('trust_people.title')}
        columns={columns}
        pages={people}
        rowKey={(person) => person.id}
        door={(person) => ({ to: '/trust/people', search: { ...search, person: person.id } })}
        filters={<SearchFilter param="text" placeholder={t('trust_people.search')} />}
        empty={
          <EmptyState icon="guests" title={t('trust_people.none')}>
            {t('trust_people.noneWords')}
          </EmptyState>
        }
      />
      <PersonDrawer personId={search.person} onClose={close} onLink={show} />
      <InviteDrawer open={search.invite === '1'} onClose={close} onLink={show} />
      {link ? <LinkShown outcome={link.outcome} name={link.name} onClose={() => setLink(null)} /> : null}
    </>
  )
}
