import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Column as Stack } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Tag as Word } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type Tag, useTags } from '../api/tags'
import { BatchesCard } from '../components/BatchesCard'
import { TagDrawer } from '../components/TagDrawer'

/** The catalogue: every tag with what it means, how it comes, and how many guests have it. */
export function TagsPage() {
  const { t } = useTranslation()
  const mayManage = useMay('manage_tags')
  const [search, change] = useAddress()
  const withRetired = search.retired === '1'
  const tags = useTags(withRetired)
  const [open, setOpen] = useState<Tag | 'new' | null>(null)
  const columns = useColumns(setOpen)
  const create = (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('tags.create')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('tags.title')}
        subtitle={t('tags.subtitle')}
        primary={mayManage ? create : null}
        secondary={
          <Checkbox checked={withRetired} onChange={(event) => change({ retired: event.target.checked ? '1' : undefined })}>
            {t('tags.withRetired')}
          </Checkbox>
        }
      />
      <Stack>
        <PlainTable
          label={t('tags.title')}
          columns={columns}
          query={tags}
          rowKey={(tag) => tag.id}
          empty={
            <EmptyState icon="tag" title={t('tags.none')} action={mayManage ? create : null}>
              {t('tags.noneWords')}
            </EmptyState>
          }
        />
        {mayManage ? <BatchesCard /> : null}
      </Stack>
      {open ? <TagDrawer tag={open === 'new' ? undefined : open} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function useColumns(onOpen: (tag: Tag) => void): Column<Tag>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    {
      key: 'name',
      title: t('tags.name'),
      render: (tag) => (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onOpen(tag)}>
          {said(tag.name)}
        </Button>
      ),
    },
    { key: 'meaning', title: t('tags.meaning'), render: (tag) => said(tag.meaning) },
    { key: 'way', title: t('tags.way'), render: (tag) => <Word tone={tag.way === 'manual' ? 'jade' : 'slate'}>{t(`tags.ways.${tag.way}`)}</Word> },
    { key: 'coverage', title: t('tags.coverage'), align: 'right', render: (tag) => countText(tag.coverage) },
    { key: 'newest', title: t('tags.newest'), render: (tag) => <Instant at={tag.newest_at} relative /> },
    { key: 'owner', title: t('tags.owner'), render: (tag) => tag.owner_name || tag.created_by_name || '—' },
    { key: 'used', title: t('tags.usedBy'), render: (tag) => (tag.retired_at ? <Word tone="grey">{t('tags.retired')}</Word> : tag.used_by.join(t('tags.comma')) || t('tags.unused')) },
  ]
}
