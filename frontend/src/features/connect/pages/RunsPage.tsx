import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSourceChoices } from '@/lib/choices'
import { useMay } from '@/lib/session'
import { ClearFilters, SelectFilter } from '@/ui/Filters'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { runStates } from '../api/runs'
import { ConnectTabs } from '../components/ConnectTabs'
import { RunsTable } from '../components/RunsTable'

export function RunsPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const sources = useSourceChoices()
  const mayLoad = useMay('load_data')
  return (
    <>
      <PageHeader
        title={t('connect.title')}
        subtitle={t('connect.subtitle')}
        primary={
          mayLoad ? (
            <Link to="/import">
              <Button type="primary" tabIndex={-1} icon={<Icon name="upload" size={16} />}>
                {t('connect.importFile')}
              </Button>
            </Link>
          ) : null
        }
      />
      <ConnectTabs />
      <RunsTable
        where={{ source_id: search.source_id, state: search.state }}
        filters={
          <>
            <SelectFilter param="source_id" label={t('connect.source')} options={sources} width={180} />
            <SelectFilter param="state" label={t('connect.state')} options={runStates.map((value) => ({ value, label: t(`connect.runState.${value}`) }))} />
            <ClearFilters params={['source_id', 'state']} />
          </>
        }
      />
    </>
  )
}
