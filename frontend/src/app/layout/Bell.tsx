import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '@/lib/doors'
import { useSaid } from '@/lib/i18n'
import { type Notice, noticesQuery, waits } from '@/lib/notices'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import css from './Bell.module.css'

const KEY = 'xenia.read'

function readKeys(): ReadonlySet<string> {
  return new Set((localStorage.getItem(KEY) ?? '').split('\n'))
}

/** What happened and waits; the ones already looked at on this device are not counted. */
export function Bell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [read, setRead] = useState(readKeys)
  const { data = [] } = useQuery(noticesQuery)
  const fresh = data.filter((one) => waits(one) && !read.has(one.key)).length
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

function NoticeList({ notices, read, onPick }: { notices: readonly Notice[]; read: ReadonlySet<string>; onPick: () => void }) {
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
