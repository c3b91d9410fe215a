import { Link } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress, useParam } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Source, useSource } from '../api/sources'
import { MappingsTab } from '../components/MappingsTab'
import { PullTab } from '../components/PullTab'
import { PushTab } from '../components/PushTab'
import { RunsTable } from '../components/RunsTable'
import { SettingsTab } from '../components/SettingsTab'
import { SourceFigures } from '../components/SourceFigures'

export function SourcePage() {
  const sourceId = useParam('sourceId')
  const source = useSource(sourceId)
  if (source.isPending) return <PageSkeleton />
  if (source.isError) {
    return (
      <Card>
        <ErrorState error={source.error} onRetry={() => void source.refetch()} />
      </Card>
    )
  }
  return <Content source={source.data} />
}

function Content({ source }: { source: Source }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const mayLoad = useMay('load_data')
  const { settings } = source
  const tabs = [
    { key: 'runs', label: t('connect.tab.runs'), children: <RunsTable where={{ source_id: source.id }} /> },
    { key: 'mappings', label: t('connect.tab.mappings'), children: <MappingsTab sourceId={source.id} /> },
    ...(settings.kind === 'folder' || settings.kind === 'sql' ? [{ key: 'pull', label: t('connect.tab.pull'), children: <PullTab sourceId={source.id} /> }] : []),
    ...(settings.kind === 'push' ? [{ key: 'push', label: t('connect.tab.push'), children: <PushTab source={source} /> }] : []),
    { key: 'settings', label: t('connect.tab.settings'), children: <SettingsTab key={source.id} source={source} /> },
  ]
  return (
    <>
      <PageHeader
        crumbs={[{ label: t('connect.title'), to: '/sources' }]}
        title={settings.name}
        subtitle={[t(`connect.kinds.${settings.kind}`), said(source.unit), settings.owner].filter(Boolean).join(' · ')}
        primary={
          mayLoad ? (
            <Link to="/import" search={{ source: source.id }}>
              <Button type="primary" tabIndex={-1} icon={<Icon name="upload" size={16} />}>
                {t('connect.importHere')}
              </Button>
            </Link>
          ) : null
        }
      />
      <SourceFigures source={source} />
      <Tabs
        style={{ marginTop: 12 }}
        activeKey={tabs.some((tab) => tab.key === search.tab) ? (search.tab ?? 'runs') : 'runs'}
        onChange={(tab) => change({ tab: tab === 'runs' ? undefined : tab })}
        items={tabs}
        destroyOnHidden
      />
    </>
  )
}
