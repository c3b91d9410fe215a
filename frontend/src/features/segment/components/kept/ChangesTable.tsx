import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Instant } from '@/ui/Money'
import { EmptyState } from '@/ui/States'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type Audience, type AudienceChange, type Side, useChanges, useMoved } from '../../api/audiences'
import { GuestGrid } from './GuestGrid'
import css from './Kept.module.css'

interface Moved {
  change: AudienceChange
  side: Side
}

/** Who came and who went with each rebuild; a number opens the guests behind it. */
export function ChangesTable({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const pages = useChanges(one.id)
  const [open, setOpen] = useState<Moved>()
  const columns = useColumns(setOpen)
  return (
    <>
      <DataTable
        name="audience_changes"
        label={t('segment_kept.tabs.changes')}
        columns={columns}
        pages={pages}
        rowKey={(change) => String(change.id)}
        empty={
          <EmptyState icon="clock" title={t('segment_kept.changesNone')}>
            {t('segment_kept.changesNoneWords')}
          </EmptyState>
        }
      />
      {open ? <MovedDrawer one={one} moved={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}

function useColumns(onOpen: (moved: Moved) => void): Column<AudienceChange>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const door = (change: AudienceChange, side: Side) => {
      if (change[side] === 0) return <span className="muted">0</span>
      const words = `${side === 'entered' ? '+' : '−'}${countText(change[side])}`
      return (
        <Button type="link" size="small" className={css.number} aria-label={t(`segment_kept.open.${side}`, { day: dateText(change.day), guests: countText(change[side]) })} onClick={() => onOpen({ change, side })}>
          {words}
        </Button>
      )
    }
    return [
      { key: 'at', title: t('segment_kept.when'), render: (change) => <Instant at={change.at} /> },
      { key: 'entered', title: t('segment_kept.entered'), align: 'right', render: (change) => door(change, 'entered') },
      { key: 'left', title: t('segment_kept.left'), align: 'right', render: (change) => door(change, 'left') },
      { key: 'members', title: t('segment_kept.membersAfter'), align: 'right', render: (change) => countText(change.members) },
      { key: 'revision', title: t('segment_kept.revision'), align: 'right', render: (change) => change.revision },
    ]
  }, [t, onOpen])
}

function MovedDrawer({ one, moved: { change, side }, onClose }: { one: Audience; moved: Moved; onClose: () => void }) {
  const { t } = useTranslation()
  const pages = useMoved(one.id, change.id, side)
  return (
    <FormDrawer open title={t(`segment_kept.open.${side}`, { day: dateText(change.day), guests: countText(change[side]) })} onClose={onClose}>
      <GuestGrid audienceId={one.id} pages={pages} empty={<p className="muted">{t('segment_kept.movedNobody')}</p>} />
    </FormDrawer>
  )
}
