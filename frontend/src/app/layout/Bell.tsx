import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '@/lib/doors'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import css from './Bell.module.css'

type Notification = components['schemas']['Notification']
const EVERY_MS = 60_000
const KEY = 'xenia.read'
/** Only these wait for a person; an import that went well is told, not counted. */
const waiting: ReadonlySet<string> = new Set(['rows_waiting', 'run_failed', 'run_stopped'])

function readKeys(): ReadonlySet<string> {
  return new Set((localStorage.getItem(KEY) ?? '').split('\n'))
}

/** What happened and waits; the ones already looked at on this device are not counted. */
export function Bell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [read, setRead] = useState(readKeys)
  const { data = [] } = useQuery({
    queryKey: ['notifications'],
    queryFn: () => body(api.GET('/api/notifications')),
    refetchInterval: EVERY_MS,
  })
  const fresh = data.filter((one) => waiting.has(one.kind) && !read.has(one.key)).length
  function turn(next: boolean): void {
    setOpen(next)
    if (next) return
    localStorage.setItem(KEY, data.map((one) => one.key).join('\n'))
    setRead(readKeys())
  }
  return (
    <Popover
      open={open}
      onOpenChange={turn}
      trigger="click"
      placement="bottomRight"
      title={t('shell.notices')}
      content={<NoticeList notices={data} read={read} onPick={() => turn(false)} />}
    >
      <Button
        type="text"
        aria-label={fresh > 0 ? t('shell.noticesCount', { count: fresh }) : t('shell.notices')}
        icon={
          <Badge count={fresh} size="small" offset={[4, -2]}>
            <Icon name="bell" />
          </Badge>
        }
      />
    </Popover>
  )
}

function NoticeList({ notices, read, onPick }: { notices: readonly Notification[]; read: ReadonlySet<string>; onPick: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (notices.length === 0) return <p className={css.none}>{t('shell.noNotices')}</p>
  return (
    <ul className={css.list}>
      {notices.map((notice) => (
        <li key={notice.key}>
          <Link {...addressOf(notice.door)} onClick={onPick} className={css.notice} data-fresh={read.has(notice.key) ? undefined : true}>
            <span>{said(notice.title)}</span>
            <span className={css.at}>
              <Instant at={notice.at} relative />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
