import { Button, Select } from 'antd'
import { type DragEvent, Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import { AddCondition } from './AddCondition'
import css from './Builder.module.css'
import { ItemRow } from './ItemRow'
import { PartCount } from './PartCount'
import { PartMenu } from './PartMenu'
import { useSandbox } from './sandbox'
import { Handle } from './Handle'
import { type Group, type Item, newGroup, type Way, ways } from './tree/items'
import { changed, moved } from './tree/moves'

/** Conditions that are judged together, and whether all of them, one or none must hold. */
export function GroupBox({ group, isRoot = false }: { group: Group; isRoot?: boolean }) {
  const { t } = useTranslation()
  const { change, add, faultOf } = useSandbox()
  const fault = faultOf(group.key)
  const setWay = (way: Way) => change((root) => changed(root, group.key, (item) => (item.kind === 'group' ? { ...item, way } : item)))
  return (
    <div className={css.group} data-root={isRoot || undefined} data-way={group.way} role="group" aria-label={t(`segment.way.${group.way}`)}>
      <div className={css.head}>
        {isRoot ? null : <Handle item={group} name={t('segment.group')} />}
        <Select className={css.way} popupMatchSelectWidth={false} aria-label={t('segment.wayLabel')} value={group.way} options={ways.map((value) => ({ value, label: t(`segment.way.${value}`) }))} onChange={setWay} />
        <span className={css.headWords}>{t('segment.wayWords')}</span>
        {isRoot ? null : <PartCount item={group} />}
        {isRoot ? null : <PartMenu item={group} />}
      </div>
      {fault ? <p className={css.fault}>{fault}</p> : null}
      <Parts group={group} />
      <div className={css.foot}>
        <AddCondition group={group} isRoot={isRoot} />
        <Button type="text" className={css.quiet} icon={<Icon name="tree" size={15} />} onClick={() => add(group.key, group.parts.length, newGroup(group.way === 'any' ? 'all' : 'any'))}>
          {t('segment.addGroup')}
        </Button>
      </div>
    </div>
  )
}

function Parts({ group }: { group: Group }) {
  const { t } = useTranslation()
  const { dragged, setDragged, change } = useSandbox()
  const [over, setOver] = useState<number | null>(null)
  function look(event: DragEvent, index: number): void {
    if (!dragged) return
    event.preventDefault()
    event.stopPropagation()
    const { top, height } = event.currentTarget.getBoundingClientRect()
    setOver(Math.max(0, event.clientY > top + height / 2 ? index + 1 : index))
  }
  function drop(event: DragEvent): void {
    event.preventDefault()
    event.stopPropagation()
    if (dragged && over !== null) change((root) => moved(root, dragged, group.key, over))
    setOver(null)
    setDragged('')
  }
  const joint = group.way === 'any' || group.way === 'none' ? t('segment.or') : t('segment.and')
  return (
    <div className={css.parts} role="presentation" onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null) }}>
      {group.parts.map((part, index) => (
        <Fragment key={part.key}>
          {index > 0 ? (
            <div className={css.joint} aria-hidden="true">
              {joint}
            </div>
          ) : null}
          <div className={css.part} role="presentation" data-over={over === index ? 'before' : over === index + 1 ? 'after' : undefined} data-dragged={dragged === part.key || undefined} onDragOver={(event) => look(event, index)} onDrop={drop}>
            <Part item={part} />
          </div>
        </Fragment>
      ))}
      {group.parts.length === 0 ? (
        <div className={css.empty} role="presentation" data-over={over === 0 ? 'into' : undefined} onDragOver={(event) => look(event, -1)} onDrop={drop}>
          {t('segment.emptyGroup')}
        </div>
      ) : null}
    </div>
  )
}

function Part({ item }: { item: Item }) {
  return item.kind === 'group' ? <GroupBox group={item} /> : <ItemRow item={item} />
}
