import { Popover, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type TagsOfGuest, useCatalogue, useGuestTags, useTagGuest } from '../../api/staff'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

/** The guest's tags: those given here with who and when, and those that sources deliver. */
export function TagsCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const tags = useGuestTags(guestId)
  const mayEdit = useMay('edit_guests')
  const [adding, setAdding] = useState(false)
  if (tags.isPending) return <CardSkeleton lines={2} />
  if (tags.isError) {
    return (
      <Card title={t('staff.tags')}>
        <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />
      </Card>
    )
  }
  return (
    <Card
      title={t('staff.tags')}
      aside={
        mayEdit && !adding ? (
          <button type="button" className={css.cross} aria-label={t('staff.addTag')} title={t('staff.addTag')} onClick={() => setAdding(true)}>
            <Icon name="plus" size={16} />
          </button>
        ) : null
      }
    >
      <Chips guestId={guestId} tags={tags.data} mayEdit={mayEdit} />
      {adding ? <AddTag guestId={guestId} having={tags.data.holding.map((one) => one.tag_id)} onDone={() => setAdding(false)} /> : null}
    </Card>
  )
}

function Chips({ guestId, tags, mayEdit }: { guestId: string; tags: TagsOfGuest; mayEdit: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const change = useTagGuest(guestId)
  const saved = useSaved()
  if (tags.holding.length === 0 && tags.from_sources.length === 0) return <p className="muted">{t('staff.noTags')}</p>
  return (
    <div className={css.chips}>
      {tags.holding.map((one) => (
        <span key={one.tag_id} className={css.chip}>
          <Popover
            placement="bottomLeft"
            content={
              <div className={css.proof}>
                <b>{said(one.meaning)}</b>
                <span>{t('staff.saidBy', { who: one.put_by_name || t('staff.source.model'), date: dateText(one.since) })}</span>
                {one.put_batch ? <span>{t('staff.byBatch')}</span> : null}
              </div>
            }
          >
            <button type="button" className={css.chip}>
              <Tag tone="jade">{said(one.name)}</Tag>
            </button>
          </Popover>
          {mayEdit ? (
            <button
              type="button"
              className={css.cross}
              aria-label={t('staff.takeTag', { tag: said(one.name) })}
              onClick={() => change.mutate({ tag_id: one.tag_id, put: false }, saved(t('staff.tagTaken')))}
            >
              <Icon name="cross" size={12} />
            </button>
          ) : null}
        </span>
      ))}
      {tags.from_sources.map((one) => (
        <Popover key={`${one.name}${one.source_name}`} placement="bottomLeft" content={t('staff.fromSource', { source: one.source_name })}>
          <button type="button" className={css.chip}>
            <Tag tone="slate">{one.name}</Tag>
          </button>
        </Popover>
      ))}
    </div>
  )
}

function AddTag({ guestId, having, onDone }: { guestId: string; having: string[]; onDone: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const catalogue = useCatalogue()
  const change = useTagGuest(guestId)
  const saved = useSaved()
  const free = (catalogue.data ?? []).filter((one) => one.way === 'manual' && !having.includes(one.id))
  return (
    <Select
      defaultOpen
      style={{ width: '100%', marginTop: 10 }}
      placeholder={t('staff.chooseTag')}
      aria-label={t('staff.chooseTag')}
      loading={catalogue.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={t('staff.noFreeTag')}
      options={free.map((one) => ({ value: one.id, label: said(one.name), title: said(one.meaning) }))}
      onChange={(tag_id: string) => change.mutate({ tag_id, put: true }, saved(t('staff.tagPut'), onDone))}
      onBlur={onDone}
    />
  )
}
