import { Link } from '@tanstack/react-router'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useMay, useMayForCompany } from '@/lib/session'
import { ExportTool } from '@/ui/export/ExportTool'
import { Icon } from '@/ui/Icon'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Audience, type AudienceDetail, useArchiveAudience, useOrderRebuild, useRebuild } from '../../api/audiences'
import { CopyDrawer } from './CopyDrawer'
import { SaveDrawer } from './SaveDrawer'

/** The way into the sandbox; a list and a copy have no conditions to change. */
export function EditButton({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const mayTry = useMayForCompany('view_insight')
  if (!mayTry || one.kind !== 'dynamic' || one.archived_at) return null
  return (
    <Link to="/audiences/$audienceId/edit" params={{ audienceId: one.id }}>
      <Button type="primary" tabIndex={-1}>
        {t('segment_kept.edit')}
      </Button>
    </Link>
  )
}

/** Everything else that is done with an audience. */
export function AudienceTools({ detail }: { detail: AudienceDetail }) {
  const one = detail.audience
  const mayEdit = useMayForCompany('edit_audiences')
  const mayTry = useMayForCompany('view_insight')
  const isOpen = mayEdit && !one.archived_at
  return (
    <>
      {isOpen && one.kind === 'dynamic' ? <RebuildButton one={one} /> : null}
      {one.made_at && !one.archived_at && mayTry ? <CompareButton one={one} /> : null}
      <Take one={one} />
      {isOpen ? <More detail={detail} /> : null}
    </>
  )
}

function RebuildButton({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const order = useOrderRebuild()
  const saved = useSaved()
  const { underWay } = useRebuild()
  return (
    <Button icon={<Icon name="refresh" size={16} />} loading={order.isPending} disabled={underWay !== undefined} onClick={() => order.mutate([one.id], saved(t('segment_kept.rebuildOrdered')))}>
      {t('segment_kept.rebuild')}
    </Button>
  )
}

function CompareButton({ one }: { one: Audience }) {
  const { t } = useTranslation()
  return (
    <Link to="/audiences/compare" search={{ left: one.id }}>
      <Button tabIndex={-1}>{t('segment_compare.open')}</Button>
    </Link>
  )
}

/** Members leave as a guarded file. Who may not take them out is told why, and who can give the right. */
function Take({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const mayExport = useMay('export_data')
  if (mayExport && one.members > 0) return <ExportTool kind="audience" where={{ audience: one.id }} total={one.members} />
  const why = t(mayExport ? 'segment_kept.exportNobody' : 'segment_kept.exportRefused')
  return (
    <Button icon={<Icon name={mayExport ? 'download' : 'lock'} size={16} />} onClick={() => void modal.info({ title: t('segment_kept.exportNot'), content: why, okText: t('words.close') })}>
      {t('words.export')}
    </Button>
  )
}

function More({ detail }: { detail: AudienceDetail }) {
  const { t } = useTranslation()
  const one = detail.audience
  const confirm = useConfirm()
  const saved = useSaved()
  const archive = useArchiveAudience(one.id)
  const [open, setOpen] = useState<'name' | 'copy'>()
  async function putAway(): Promise<void> {
    const what = t('segment_kept.archiveWhat', { members: countText(one.members) })
    if (await confirm({ title: t('segment_kept.archiveTitle'), what, action: t('segment_kept.archive') })) archive.mutate(undefined, saved(t('segment_kept.archived')))
  }
  const items = [
    { key: 'name', label: t('segment_kept.rename'), onClick: () => setOpen('name') },
    ...(one.made_at ? [{ key: 'copy', label: t('segment_kept.copy'), onClick: () => setOpen('copy') }] : []),
    { key: 'archive', label: t('segment_kept.archive'), onClick: () => void putAway() },
  ]
  const close = () => setOpen(undefined)
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button aria-label={t('segment.more')} icon={<Icon name="more" size={16} />} />
      </Dropdown>
      {open === 'name' ? <Rename detail={detail} onClose={close} /> : null}
      {open === 'copy' ? <CopyDrawer one={one} onClose={close} /> : null}
    </>
  )
}

/** The conditions stay as they are; the revision is the one that was shown when the form was opened. */
function Rename({ detail, onClose }: { detail: AudienceDetail; onClose: () => void }) {
  const [seen] = useState(detail.audience.revision)
  return <SaveDrawer opened={{ detail, seen }} definition={detail.definition} sentence="" onlyName onSaved={onClose} onClose={onClose} />
}
