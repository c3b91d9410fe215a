import { useState } from 'react'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { JsonBlock } from '@/ui/JsonBlock'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { documentOf, useKinds } from '../api/mapping'
import { type MappingVersion, useMappings, useNewestMappings } from '../api/sources'

/** How files of this source become records; a change is a new version, so a run always names the one it used. */
export function MappingsTab({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mappings = useNewestMappings(sourceId)
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
          {
            key: 'version',
            title: t('connect.version'),
            render: (mapping) => (
              <>
                {t('connect.versionNumber', { version: mapping.version })}
                {mapping.version > 1 ? <span className="muted small"> {t('connect.earlier', { count: mapping.version - 1 })}</span> : null}
              </>
            ),
          },
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
        {open ? <Versions mapping={open} onPick={setOpen} /> : null}
        <JsonBlock value={open?.document} label={t('connect.mapping')} />
      </FormDrawer>
    </>
  )
}

/** The versions of one mapping to look at, when each was saved; nothing where there is only one. */
function Versions({ mapping, onPick }: { mapping: MappingVersion; onPick: (version: MappingVersion) => void }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const { data = [] } = useMappings(mapping.source_id)
  const versions = data.filter((one) => one.name === mapping.name)
  if (versions.length < 2) return null
  return (
    <Select
      aria-label={t('connect.version')}
      style={{ width: '100%', marginBottom: 12 }}
      options={versions.map((one) => ({ value: one.id, label: `${t('connect.versionNumber', { version: one.version })} · ${instant(one.created_at)}` }))}
      value={mapping.id}
      onChange={(id: string) => {
        const version = versions.find((one) => one.id === id)
        if (version) onPick(version)
      }}
    />
  )
}
