import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText, useFormat } from '@/lib/format'
import type { Member } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Status, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Passing, useAcceptGift, usePassingRoom, usePassings, useReturnGift } from '../../api/passing'
import css from './Member.module.css'
import { PassDrawer } from './PassDrawer'

const tones = { held: 'amber', done: 'jade', refused: 'grey', withdrawn: 'grey', lapsed: 'grey' } as const satisfies Record<Passing['state'], Tone>
const SHOWN = 5

/** Points given and taken, gifts that wait first; nothing where the programme has none of it. */
export function PassingsCard({ member }: { member: Member }) {
  const { t } = useTranslation()
  const room = usePassingRoom(member.id)
  const { data = [] } = usePassings(member.id)
  const mayServe = useMay('serve_members') && member.state === 'active'
  const [open, setOpen] = useState(false)
  const bar = room.data?.bar
  if (!room.data || (data.length === 0 && (bar === 'not_allowed' || bar === 'not_active'))) return null
  const shown = [...data.filter((one) => one.state === 'held'), ...data.filter((one) => one.state !== 'held')].slice(0, SHOWN)
  return (
    <Card
      title={t('loyalty_passing.title')}
      aside={
        mayServe && !bar ? (
          <Button size="small" disabled={room.data.most < room.data.least} onClick={() => setOpen(true)}>
            {t('loyalty_passing.give')}
          </Button>
        ) : null
      }
    >
      {bar ? <p className={css.quiet}>{t(`loyalty_passing.bar.${bar}`, { date: dateText(room.data.from_day) })}</p> : null}
      {data.length === 0 && !bar ? <p className="muted">{t('loyalty_passing.none')}</p> : null}
      <ul className={css.lines}>
        {shown.map((one) => (
          <Line key={one.id} one={one} member={member} mayServe={mayServe} />
        ))}
      </ul>
      {open ? <PassDrawer member={member} room={room.data} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

function Line({ one, member, mayServe }: { one: Passing; member: Member; mayServe: boolean }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const points = countText(one.points)
  const when = one.state === 'held' && one.wait_until ? t('loyalty_passing.until', { at: instant(one.wait_until) }) : dateText(one.ended_at ?? one.asked_at)
  return (
    <li>
      <span>
        {t(one.is_mine ? 'loyalty_passing.to' : 'loyalty_passing.from', { points })}{' '}
        <Link to="/loyalty/members/$memberId" params={{ memberId: one.other_id }}>
          {one.other_name || one.other_number}
        </Link>
        <small>{[one.message, t(`loyalty_passing.kind.${one.kind}`), when].filter(Boolean).join(' · ')}</small>
        {one.state === 'held' && mayServe ? <Deeds one={one} member={member} /> : null}
      </span>
      <Status tone={tones[one.state]}>{t(`loyalty_passing.states.${one.state}`)}</Status>
    </li>
  )
}

function Deeds({ one, member }: { one: Passing; member: Member }) {
  const { t } = useTranslation()
  const accept = useAcceptGift(member.id)
  const back = useReturnGift(member.id)
  const saved = useSaved()
  const confirm = useConfirm()
  const way = one.is_mine ? 'withdraw' : 'refuse'
  async function ask(): Promise<void> {
    if (await confirm({ title: t(`loyalty_passing.${way}.title`), what: t(`loyalty_passing.${way}.what`), action: t(`loyalty_passing.${way}.action`), danger: true })) back.mutate(one.id, saved(t('loyalty_passing.returned')))
  }
  return (
    <span className={css.deeds}>
      {one.is_mine ? null : (
        <Button size="small" type="primary" loading={accept.isPending} onClick={() => accept.mutate(one.id, saved(t('loyalty_passing.accepted')))}>
          {t('loyalty_passing.accept')}
        </Button>
      )}
      <Button size="small" type="text" loading={back.isPending} onClick={() => void ask()}>
        {t(`loyalty_passing.${way}.action`)}
      </Button>
    </span>
  )
}
