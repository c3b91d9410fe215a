import { App, Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText, moneyText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { useSentence } from '@/ui/States'
import { type Contrast, type GuestGroup, useNameGroup } from '../api/groups'
import css from './Groups.module.css'
import { SizeLine } from './SizeLine'

/** Differences above two deviations are drawn as two: beyond it nobody compares lengths. */
const FULL = 2
const NAME_MAX = 40

interface Props {
  group: GuestGroup
  currency: string
  onOpen: () => void
}

/** One group of the gallery. */
export function GroupCard({ group, currency, onOpen }: Props) {
  const { t } = useTranslation()
  const name = group.name || t('insight_groups.number', { number: group.number })
  return (
    <Card>
      <Head group={group} name={name} />
      <div className={css.figures}>
        <button type="button" className={css.size} onClick={onOpen} aria-label={t('insight_groups.openGuests', { group: name, guests: countText(group.guests) })}>
          <b>{countText(group.guests)}</b>
          <span>{t('insight_groups.shareOf', { share: percentText(group.guest_share, 0) })}</span>
        </button>
        {group.revenue_share === null ? null : (
          <div className={css.figure}>
            <b>{percentText(group.revenue_share, 0)}</b>
            <span>{t('insight_groups.revenue')}</span>
          </div>
        )}
        {group.revenue_share === null || group.minor_mean === null ? null : (
          <div className={css.figure}>
            <b>{moneyText(Math.round(group.minor_mean), currency, true)}</b>
            <span>{t('insight_groups.perGuest')}</span>
          </div>
        )}
      </div>
      <Apart contrasts={group.contrasts} />
      <SizeLine sizes={group.sizes} name={name} />
    </Card>
  )
}

/** The name, which who manages models can change where it stands. */
function Head({ group, name }: { group: GuestGroup; name: string }) {
  const { t } = useTranslation()
  const may = useMay('manage_models')
  const isWhole = useForCompany()
  const [editing, setEditing] = useState(false)
  if (editing) return <Naming group={group} name={name} onDone={() => setEditing(false)} />
  const by = group.named_by && group.named_at ? t('insight_groups.named', { name: group.named_by, at: dateText(group.named_at) }) : undefined
  return (
    <div className={css.head}>
      <h3 title={by}>{name}</h3>
      {may && isWhole ? (
        <Button type="link" size="small" aria-label={t('insight_groups.renameOf', { group: name })} onClick={() => setEditing(true)}>
          {t('insight_groups.rename')}
        </Button>
      ) : null}
    </div>
  )
}

function Naming({ group, name, onDone }: { group: GuestGroup; name: string; onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const naming = useNameGroup()
  const [text, setText] = useState(group.name)
  const field = useRef<InputRef>(null)
  useEffect(() => field.current?.focus(), [])
  const send = () => naming.mutate({ number: group.number, name: text }, { onSuccess: onDone, onError: (fault) => void message.error(sentence(fault)) })
  return (
    <form
      className={css.head}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Input ref={field} size="small" value={text} maxLength={NAME_MAX} placeholder={t('insight_groups.namePlaceholder')} aria-label={t('insight_groups.renameOf', { group: name })} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)} />
      <Button type="primary" size="small" htmlType="submit" loading={naming.isPending}>
        {t('insight_groups.save')}
      </Button>
    </form>
  )
}

/** What sets the group apart: a word each, and a bar to the right for more, to the left for less. */
function Apart({ contrasts }: { contrasts: readonly Contrast[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (contrasts.length === 0) return <p className="muted small">{t('insight_groups.same')}</p>
  return (
    <ul className={css.apart} aria-label={t('insight_groups.apart')}>
      {contrasts.map((one) => (
        <li key={one.feature} title={t('insight_groups.differs', { value: one.difference.value.toFixed(1), low: one.difference.low.toFixed(1), high: one.difference.high.toFixed(1) })}>
          <span>{said(one.words)}</span>
          <Bar value={one.difference.value} />
        </li>
      ))}
    </ul>
  )
}

function Bar({ value }: { value: number }) {
  const half = (Math.min(Math.abs(value), FULL) / FULL) * 50
  return (
    <span className={css.bar} aria-hidden="true">
      <i data-side={value < 0 ? 'less' : 'more'} style={{ width: `${half}%`, [value < 0 ? 'right' : 'left']: '50%' }} />
    </span>
  )
}
