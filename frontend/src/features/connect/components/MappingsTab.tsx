import { useState } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { JsonBlock } from '@/ui/JsonBlock'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { documentOf, useKinds } from '../api/mapping'
import { type MappingVersion, useMappings } from '../api/sources'

/** How files of this source become records; a change is a new version, so a run always names the one it used. */
export function MappingsTab({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mappings = useMappings(sourceId)
  const { data: kinds = [] } = useKinds()
  const [open, setOpen] = useState<MappingVersion | null>(null)
  const title = (kind: string) => said(kinds.find((one) => one.kind === kind)?.title) || kind
  return (
    <>
      <PlainTable
        label={t('connect.tab.mappings')}
        query={mappings}
        rowKey={(mapping) => mapping.id}
        columns={[
          { key: 'name', title: t('connect.mapping'), render: (mapping) => mapping.name },
          { key: 'version', title: t('connect.version'), render: (mapping) => t('connect.versionNumber', { version: mapping.version }) },
          {
            key: 'makes',
            title: t('connect.makes'),
            render: (mapping) => documentOf(mapping.document).records.map((record) => title(record.kind)).join(' · '),
          },
          { key: 'at', title: t('connect.savedAt'), render: (mapping) => <Instant at={mapping.created_at} /> },
          {
            key: 'open',
            title: t('connect.look'),
            quiet: true,
            align: 'right',
            render: (mapping) => (
              <Button type="link" size="small" onClick={() => setOpen(mapping)}>
                {t('connect.look')}
              </Button>
            ),
          },
        ]}
        empty={
          <EmptyState icon="columns" title={t('connect.noMappings')}>
            {t('connect.noMappingsWords')}
          </EmptyState>
        }
      />
      <FormDrawer open={open !== null} wide title={open ? `${open.name} · ${t('connect.versionNumber', { version: open.version })}` : ''} onClose={() => setOpen(null)}>
        <JsonBlock value={open?.document} label={t('connect.mapping')} />
      </FormDrawer>
    </>
  )
}
