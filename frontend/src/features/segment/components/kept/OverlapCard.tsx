import { useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Audience, useAudiences } from '../../api/audiences'
import { type Crossing, type Overlap, useOverlap } from '../../api/contrast'
import { askFor } from './drafts'
import css from './OverlapCard.module.css'

const OTHERS_MOST = 5
/** So many of the others are beside it before anybody chose. */
const OTHERS_FIRST = 3

/** An audience and what it is called, in the order of the columns. */
interface Named {
  id: string
  made_at: string | null
  name: string
}

/** How many guests the audience shares with others, as an UpSet picture (Lex and others 2014) laid on its side. */
export function OverlapCard({ audience }: { audience: Audience }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const { data = [], isPending } = useAudiences()
  if (isPending) return <CardSkeleton lines={6} />
  const others = data.filter((one) => one.id !== audience.id && one.made_at !== null && one.findings.length === 0)
  const asked = search.beside === undefined ? others.slice(0, OTHERS_FIRST).map((one) => one.id) : search.beside.split(',')
  const chosen = others.filter((one) => asked.includes(one.id)).slice(0, OTHERS_MOST)
  const columns = [audience, ...chosen].map((one) => ({ id: one.id, made_at: one.made_at, name: said(one.name) }))
  return (
    <Card title={t('segment_overlap.title')}>
      {others.length === 0 ? (
        <Note>{t('segment_overlap.noOthers')}</Note>
      ) : (
        <>
          <Select
            mode="multiple"
            className={css.choose}
            aria-label={t('segment_overlap.choose')}
            placeholder={t('segment_overlap.choosePlaceholder')}
            maxCount={OTHERS_MOST}
            showSearch={{ optionFilterProp: 'label' }}
            value={chosen.map((one) => one.id)}
            options={others.map((one) => ({ value: one.id, label: said(one.name) }))}
            onChange={(ids: string[]) => change({ beside: ids.join(',') })}
          />
          {chosen.length === 0 ? <Note>{t('segment_overlap.noneChosen')}</Note> : <Picture columns={columns} />}
        </>
      )}
    </Card>
  )
}

function Picture({ columns }: { columns: readonly Named[] }) {
  const { t } = useTranslation()
  const found = useOverlap(columns)
  if (found.isPending) return <CardSkeleton lines={6} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (found.data.findings.length > 0) return <Note>{t('segment_overlap.frozen')}</Note>
  if (found.data.sets.length !== columns.length) return <CardSkeleton lines={6} />
  return (
    <div className={css.picture} aria-busy={found.isFetching} data-behind={found.isFetching || undefined}>
      <Sets columns={columns} sets={found.data.sets} />
      <ul className={css.rows}>
        {found.data.crossings.map((one) => (
          <Row key={one.within.join()} crossing={one} columns={columns} most={found.data.crossings[0]?.guests ?? 1} />
        ))}
      </ul>
      <p className={css.note}>{t('segment_overlap.note')}</p>
    </div>
  )
}

/** Each audience with its letter and size. */
function Sets({ columns, sets }: { columns: readonly Named[]; sets: Overlap['sets'] }) {
  const most = Math.max(1, ...sets.map((one) => one.guests))
  return (
    <ol className={css.sets}>
      {columns.map((one, place) => (
        <li key={one.id}>
          <b>{letterOf(place)}</b>
          <span className={css.name}>{one.name}</span>
          <Bar guests={sets[place]?.guests ?? 0} most={most} />
        </li>
      ))}
    </ol>
  )
}

/** The guests who are in just these; a click puts them into the sandbox. */
function Row({ crossing, columns, most }: { crossing: Crossing; columns: readonly Named[]; most: number }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const names = crossing.within.map((place) => columns[place]?.name ?? '').join(t('words.comma'))
  const [first = 0] = crossing.within
  const last = crossing.within.at(-1) ?? 0

  function open(): void {
    askFor(crossing.definition)
    void navigate({ to: '/audiences/new' })
  }

  return (
    <li>
      <span className="visually-hidden">{t(crossing.within.length > 1 ? 'segment_overlap.together' : 'segment_overlap.just', { names })}</span>
      <svg className={css.dots} width={columns.length * 20} height={20} aria-hidden="true">
        <line x1={first * 20 + 10} x2={last * 20 + 10} y1={10} y2={10} />
        {columns.map((one, place) => (
          <circle key={one.id} cx={place * 20 + 10} cy={10} r={5} data-in={crossing.within.includes(place) || undefined} />
        ))}
      </svg>
      <Bar guests={crossing.guests} most={most} />
      <Button type="text" size="small" onClick={open} aria-label={t('segment_overlap.openOf', { names, guests: countText(crossing.guests) })}>
        {t('segment_overlap.open')}
      </Button>
    </li>
  )
}

function Bar({ guests, most }: { guests: number; most: number }) {
  return (
    <span className={css.bar}>
      {guests > 0 ? <span className={css.fill} style={{ width: `${(guests / most) * 100}%` }} /> : null}
      <span className={css.count}>{countText(guests)}</span>
    </span>
  )
}

const letterOf = (place: number) => String.fromCharCode('A'.charCodeAt(0) + place)
