import { Checkbox } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { type Task, useStepTask, useTasks } from '../../api/staff'
import css from './Staff.module.css'
import { TaskDrawer } from './TaskDrawer'
import { useSaved } from '@/ui/useSaved'

const CLOSED_SHOWN = 3

/** What is to be done for the guest, the most urgent first; nothing where nothing is. */
export function TasksCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const { data = [] } = useTasks(guestId)
  const open = data.filter((one) => one.state === 'open')
  const closed = data.filter((one) => one.state !== 'open').slice(0, CLOSED_SHOWN)
  if (data.length === 0) return null
  return (
    <Card title={t('staff.tasks')} aside={open.length > 0 ? t('staff.openCount', { count: open.length }) : null} tone={open.some((one) => one.is_overdue) ? 'attention' : 'plain'}>
      <ul className={css.list}>
        {[...open, ...closed].map((one) => (
          <TaskLine key={one.id} task={one} />
        ))}
      </ul>
    </Card>
  )
}

/** One task with the box that says it is done, and the way to change it while it is open. */
export function TaskLine({ task, guest }: { task: Task; guest?: ReactNode }) {
  const { t } = useTranslation()
  const step = useStepTask()
  const saved = useSaved()
  const mayEdit = useMay('edit_guests')
  const [editing, setEditing] = useState(false)
  const isOpen = task.state === 'open'
  const guestId = task.guest.guest_id
  const due = t(task.is_overdue ? 'staff.overdue' : 'staff.due', { date: dateText(task.due_on) })
  const closed = t(`staff.closedAs.${task.state === 'cancelled' ? 'cancelled' : 'done'}`, { who: task.closed_by_name, date: task.closed_at ? dateText(task.closed_at) : '' })
  return (
    <li className={css.task} data-closed={!isOpen}>
      <Checkbox
        checked={!isOpen}
        disabled={!mayEdit || step.isPending || guestId === null}
        aria-label={isOpen ? t('staff.markDone', { task: task.text }) : t('staff.reopen', { task: task.text })}
        onChange={() => step.mutate({ id: task.id, state: isOpen ? 'done' : 'open', version: task.version }, saved(isOpen ? t('staff.done') : t('staff.reopened')))}
      />
      <span className={css.text}>{task.text || t('staff.taskOutOfSight')}</span>
      {mayEdit && isOpen && guestId ? (
        <button type="button" className={css.cross} aria-label={`${t('staff.editTask')}: ${task.text}`} title={t('staff.editTask')} onClick={() => setEditing(true)}>
          <Icon name="more" size={16} />
        </button>
      ) : (
        <span />
      )}
      <span />
      <small>
        {guest} {isOpen ? <span className={task.is_overdue ? css.late : undefined}>{due}</span> : closed}
        {isOpen ? ` · ${task.assignee_name}` : ''}
      </small>
      {editing && guestId ? <TaskDrawer task={task} guestId={guestId} onClose={() => setEditing(false)} /> : null}
    </li>
  )
}
