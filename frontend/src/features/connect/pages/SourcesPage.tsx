import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from '@tanstack/react-router'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type Source, useSources } from '../api/sources'
import { ConnectTabs } from '../components/ConnectTabs'
import { RunStateMark } from '../components/RunStateMark'
import { SourceDrawer } from '../components/SourceDrawer'

function useColumns(): Column<Source>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    { key: 'name', title: t('connect.name'), render: (source) => source.settings.name },
    { key: 'kind', title: t('connect.kind'), render: (source) => t(`connect.kinds.${source.settings.kind}`) },
    { key: 'unit', title: t('connect.unit'), render: (source) => said(source.unit), wideOnly: true },
    { key: 'owner', title: t('connect.owner'), render: (source) => source.settings.owner },
    {
      key: 'state',
      title: t('connect.lastRun'),
      render: (source) => (source.last_run_state ? <RunStateMark state={source.last_run_state} /> : <span className="muted">{t('connect.never')}</span>),
    },
    { key: 'at', title: t('connect.lastRunAt'), render: (source) => <Instant at={source.last_run_at} relative /> },
    {
      key: 'waiting',
      title: t('connect.waitingRows'),
      align: 'right',
      render: (source) => (source.waiting_rows > 0 ? <Tag tone="amber">{countText(source.waiting_rows)}</Tag> : '0'),
    },
  ]
}

export function SourcesPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const navigate = useNavigate()
  const mayManage = useMay('manage_sources')
  const sources = useSources()
  const columns = useColumns()
  const register = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ new: '1' }, { push: true })}>
      {t('connect.register')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('connect.title')} subtitle={t('connect.subtitle')} primary={mayManage ? register : null} />
      <ConnectTabs />
      <PlainTable
        label={t('connect.title')}
        columns={columns}
        query={sources}
        rowKey={(source) => source.id}
        door={(source) => ({ to: '/sources/$sourceId', params: { sourceId: source.id } })}
        empty={
          <EmptyState icon="sources" title={t('connect.none')} action={mayManage ? register : null}>
            {mayManage ? t('connect.noneWords') : t('connect.noneAsk')}
          </EmptyState>
        }
      />
      <SourceDrawer
        open={search.new === '1'}
        onClose={() => change({ new: undefined })}
        onSaved={(id) => void navigate({ to: '/sources/$sourceId', params: { sourceId: id } })}
      />
    </>
  )
}
