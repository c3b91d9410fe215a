import { App, Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { ALL, type ListCode, type SavedView, useChangeView, useChooseDefault, useDeleteView, useSaveView, type ViewChange } from '@/lib/views'
import { Icon } from '../../Icon'
import { useSentence } from '../../States'
import { useConfirm } from '../../useConfirm'
import css from './SavedViews.module.css'
import { type Columns, useSavedViews } from './useSavedViews'
import { ViewDialog } from './ViewDialog'

type Items = NonNullable<MenuProps['items']>

interface Props {
  list: ListCode
  /** Where the list has columns to choose. */
  columns?: Columns
}

/** The views of a list beside its filters: open one, keep what is on screen as one, and what the owner does with it. */
export function SavedViews({ list, columns }: Props) {
  const { t } = useTranslation()
  const saved = useSavedViews(list, columns)
  const [asked, setAsked] = useState<'new' | 'edit' | null>(null)
  const save = useSaveView(list)
  const change = useChangeView(list)
  const choices = useChoices(saved)
  const deeds = useDeeds(list, saved, setAsked)
  if (!saved.views) return null
  const { current, now } = saved
  const draft = asked === 'edit' && current ? current : { ...now, name: '', is_shared: false }
  const doing = asked === 'edit' ? change : save
  function close(): void {
    setAsked(null)
    save.reset()
    change.reset()
  }
  async function keep({ name, is_shared }: Pick<ViewChange, 'name' | 'is_shared'>): Promise<void> {
    if (asked === 'edit' && current) await change.mutateAsync({ id: current.id, view: { ...pick(current), name, is_shared } })
    else saved.go((await save.mutateAsync({ ...now, name, is_shared })).id)
    close()
  }
  return (
    <>
      <Dropdown trigger={['click']} classNames={{ root: css.menu }} menu={{ items: [...choices, { type: 'divider' }, ...deeds] }}>
        <Button className={css.open} icon={<Icon name="views" size={16} />} aria-label={current ? t('views.openedAs', { name: current.name }) : t('views.title')}>
          <span className={css.name}>{current?.name ?? t('views.title')}</span>
          {saved.isChanged ? <i className={css.changed} title={t('views.changed')} /> : null}
        </Button>
      </Dropdown>
      {asked ? (
        <ViewDialog
          isNew={asked === 'new'}
          draft={draft}
          leavesOut={asked === 'new' && saved.leavesOut}
          saving={doing.isPending}
          error={doing.error}
          onSave={(values) => void keep(values).catch(() => undefined)}
          onClose={close}
        />
      ) : null}
    </>
  )
}

type Saved = ReturnType<typeof useSavedViews>

function pick({ name, filters, columns, is_shared }: SavedView): ViewChange {
  return { name, filters, columns, is_shared }
}

/** All rows, one's own views, those of colleagues; the one that is open is ticked. */
function useChoices({ views = [], current, open }: Saved): Items {
  const { t } = useTranslation()
  const [search] = useAddress()
  const tick = (isOn: boolean) => <span className={css.tick}>{isOn ? <Icon name="check" size={16} /> : null}</span>
  const choice = (view: SavedView) => ({
    key: view.id,
    icon: tick(view === current),
    onClick: () => open(view, { push: true }),
    label: (
      <span className={css.row}>
        <span className={css.name}>{view.name}</span>
        <small>{[view.is_mine ? '' : view.owner_name, view.is_mine && view.is_shared ? t('views.shared') : '', view.is_default ? t('views.usual') : ''].filter(Boolean).join(' · ')}</small>
      </span>
    ),
  })
  const group = (key: string, label: string, isMine: boolean) => {
    const own = views.filter((view) => view.is_mine === isMine)
    return own.length > 0 ? [{ key, type: 'group' as const, label, children: own.map(choice) }] : []
  }
  const isAll = !current && (search.view === ALL || Object.values(search).every((value) => !value))
  return [
    { key: ALL, icon: tick(isAll), label: t('views.all'), onClick: () => open(undefined, { push: true }) },
    ...group('mine', t('views.mine'), true),
    ...group('theirs', t('views.theirs'), false),
  ]
}

/** What can be done with what is on screen, and with the view that is open. */
function useDeeds(list: ListCode, saved: Saved, ask: (what: 'new' | 'edit') => void): Items {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const sentence = useSentence()
  const change = useChangeView(list)
  const remove = useDeleteView(list)
  const choose = useChooseDefault(list)
  const { current, now } = saved
  const told = { onError: (error: Error) => void message.error(sentence(error)) }
  async function giveUp(view: SavedView): Promise<void> {
    const what = view.is_shared ? t('views.deleteSharedWhat') : t('views.deleteWhat')
    if (!(await confirm({ title: t('views.deleteTitle', { name: view.name }), what, action: t('views.delete'), danger: true }))) return
    remove.mutate(view.id, { ...told, onSuccess: () => saved.go(ALL) })
  }
  const update = (view: SavedView) =>
    change.mutate({ id: view.id, view: { ...pick(view), ...now } }, { ...told, onSuccess: () => void message.success(t('views.updated', { name: view.name })) })
  const items: Items = [{ key: 'new', label: t('views.saveAs'), onClick: () => ask('new') }]
  if (!current) return items
  if (current.is_mine && saved.isChanged) items.unshift({ key: 'update', label: t('views.update', { name: current.name }), onClick: () => update(current) })
  if (current.is_mine) items.push({ key: 'edit', label: t('views.edit'), onClick: () => ask('edit') })
  items.push({
    key: 'usual',
    label: current.is_default ? t('views.notUsual') : t('views.makeUsual'),
    onClick: () => choose.mutate(current.is_default ? null : current.id, told),
  })
  if (current.may_delete) items.push({ key: 'delete', danger: true, label: t('views.delete'), onClick: () => void giveUp(current) })
  return items
}
