import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { SelectFilter } from '@/ui/Filters'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Tag, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type MapRow, useDataMap } from '../api/requests'

const tones: Record<string, Tone> = { contact: 'plum', document: 'plum', identity: 'plum', free_text: 'amber', behaviour: 'slate', finance: 'slate', pseudonym: 'grey' }
const whose = ['guest', 'staff', 'nobody'] as const

/** What the columns of a store say, by kind, with how many there are. */
function Kinds({ row }: { row: MapRow }) {
  const said = useSaid()
  return (
    <span style={{ display: 'flex', flexWrap: 'wrap', gap: 4 }}>
      {row.groups
        .filter((group) => group.category !== 'none')
        .map((group) => (
          <span key={group.category} title={group.columns.join(', ')}>
            <Tag tone={tones[group.category] ?? 'grey'}>
              {said(group.title)} {group.columns.length}
            </Tag>
          </span>
        ))}
    </span>
  )
}

function useColumns(): Column<MapRow>[] {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const said = useSaid()
  return [
    {
      key: 'what',
      title: t('trust_requests.map.what'),
      render: (row) => (
        <>
          {said(row.title)} <span className="muted mono">{row.name}</span>
          {narrow ? <Kinds row={row} /> : null}
        </>
      ),
    },
    { key: 'place', title: t('trust_requests.map.place'), render: (row) => said(row.place_title), wideOnly: true },
    {
      key: 'kinds',
      title: t('trust_requests.map.kinds'),
      render: (row) => <Kinds row={row} />,
      wideOnly: true,
    },
    { key: 'found', title: t('trust_requests.map.found'), render: (row) => said(row.found_by), wideOnly: true },
    {
      key: 'erasing',
      title: t('trust_requests.map.erasing'),
      render: (row) => (
        <span title={said(row.why)}>
          {row.erasing === 'keep' ? <Tag tone="plum">{said(row.erasing_title)}</Tag> : said(row.erasing_title)}
        </span>
      ),
    },
    { key: 'why', title: t('trust_requests.map.why'), render: (row) => said(row.why), wideOnly: true },
  ]
}

/** Every place that may hold a person: what it says, how the person is found, what erasing does. */
export function DataMapPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const map = useDataMap()
  const columns = useColumns()
  const shown = search.whose ?? 'guest'
  const query = { ...map, data: map.data?.filter((row) => row.whose === shown) } as typeof map
  return (
    <>
      <PageHeader title={t('trust_requests.map.title')} subtitle={t('trust_requests.map.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} />
      <div style={{ marginBottom: 12 }}>
        <SelectFilter param="whose" label={t('trust_requests.map.whose')} options={whose.map((value) => ({ value, label: t(`trust_requests.map.of.${value}`) }))} fallback="guest" width={200} />
      </div>
      <PlainTable label={t('trust_requests.map.title')} columns={columns} query={query} rowKey={(row) => `${row.place}/${row.name}`} empty={<EmptyState icon="search" title={t('trust_requests.map.none')} />} />
    </>
  )
}
