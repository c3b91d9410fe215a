import { Link } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { FormDrawer } from '@/ui/FormDrawer'
import { Icon } from '@/ui/Icon'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Relation, useRelations, useSayRelation, type Word } from '../../api/people'
import { useSaved } from '@/ui/useSaved'
import { AddRelation } from './AddRelation'
import css from './People.module.css'

const Picture = lazy(() => import('./Picture').then((file) => ({ default: file.Picture })))
const SHOWN = 6

/** Who stands around the guest: a guess says how sure it is and can be confirmed or denied; what was said can be taken back. */
export function PeopleCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const relations = useRelations(guestId)
  const mayEdit = useMay('edit_guests')
  const [open, setOpen] = useState<'picture' | 'add'>()
  const [isAll, setAll] = useState(false)
  if (relations.isPending) return <CardSkeleton lines={3} />
  const { relations: all = [], unseen = 0, employers = [] } = relations.data ?? {}
  const standing = all.filter((one) => one.state !== 'denied')
  return (
    <Card title={t('people.title')} aside={<Doors mayEdit={mayEdit} hasPicture={standing.length > 0} onOpen={setOpen} />}>
      {relations.isError ? <ErrorState error={relations.error} onRetry={() => void relations.refetch()} /> : null}
      {standing.length === 0 && !relations.isError ? <p className="muted">{t('people.nobody')}</p> : null}
      <ul className={css.list}>
        {standing.slice(0, isAll ? undefined : SHOWN).map((one) => (
          <Line key={one.id} relation={one} mayEdit={mayEdit} />
        ))}
      </ul>
      {standing.length > SHOWN && !isAll ? (
        <Button type="text" size="small" onClick={() => setAll(true)}>
          {t('people.all', { count: standing.length })}
        </Button>
      ) : null}
      {employers.length > 0 ? <p className={css.foot}>{t('people.worksAt', { company: employers.map((one) => one.name).join(' · ') })}</p> : null}
      {unseen > 0 ? <p className={css.foot}>{t('people.unseen', { count: unseen })}</p> : null}
      <Denied relations={all.filter((one) => one.state === 'denied')} mayEdit={mayEdit} />
      {open === 'add' ? <AddRelation guestId={guestId} onClose={() => setOpen(undefined)} /> : null}
      {open === 'picture' ? (
        <FormDrawer open wide title={t('people.pictureTitle')} onClose={() => setOpen(undefined)}>
          <Suspense fallback={<CardSkeleton lines={6} />}>
            <Picture guestId={guestId} onLeave={() => setOpen(undefined)} />
          </Suspense>
        </FormDrawer>
      ) : null}
    </Card>
  )
}

function Doors({ mayEdit, hasPicture, onOpen }: { mayEdit: boolean; hasPicture: boolean; onOpen: (what: 'picture' | 'add') => void }) {
  const { t } = useTranslation()
  return (
    <>
      {hasPicture ? (
        <Button size="small" type="text" icon={<Icon name="tree" size={14} />} onClick={() => onOpen('picture')}>
          {t('people.picture')}
        </Button>
      ) : null}
      {mayEdit ? (
        <Button size="small" type="text" icon={<Icon name="plus" size={14} />} onClick={() => onOpen('add')}>
          {t('people.add')}
        </Button>
      ) : null}
    </>
  )
}

/** How the other one stands to the guest of the page. */
export function useKindWords(): (relation: Pick<Relation, 'kind' | 'is_from'>) => string {
  const { t } = useTranslation()
  return ({ kind, is_from }) => (kind === 'household' || kind === 'companion' ? t(`people.${kind}`) : t(`people.${kind}.${is_from ? 'from' : 'to'}`))
}

function Line({ relation, mayEdit }: { relation: Relation; mayEdit: boolean }) {
  const { t } = useTranslation()
  const words = useKindWords()
  const say = useSayRelation()
  const saved = useSaved()
  const name = relation.name || t('guests.unknown')
  const send = (word: Word) => say.mutate({ id: relation.id, word }, saved(t(`people.done.${word}`)))
  const proof = (
    <div className={css.proof}>
      <span>{relation.state === 'inferred' ? t('people.inferred', { date: dateText(relation.changed_at) }) : t('people.saidBy', { who: relation.said_by || t('people.someone'), date: dateText(relation.changed_at) })}</span>
      {relation.bookings > 0 ? <span>{t('people.bookings', { count: relation.bookings })}</span> : null}
      {relation.state === 'inferred' ? <span>{t('people.sure', { percent: Math.round(relation.confidence * 100) })}</span> : null}
    </div>
  )
  return (
    <li className={css.line} data-denied={relation.state === 'denied' || undefined}>
      <span className={css.avatar} aria-hidden>
        {initial(name)}
      </span>
      <div className={css.who}>
        <Link to="/guests/$guestId" params={{ guestId: relation.guest_id }} className={css.name}>
          {name}
        </Link>
        <Popover content={proof} placement="bottomLeft" mouseEnterDelay={0.2}>
          <button type="button" className={css.kind}>
            {words(relation)}
            <span data-sure={relation.sureness}>{relation.state === 'denied' ? t('people.denied') : t(`people.sureness.${relation.sureness}`)}</span>
          </button>
        </Popover>
      </div>
      {mayEdit ? (
        <span className={css.deeds}>
          {relation.state === 'inferred' ? (
            <>
              <Button size="small" loading={say.isPending} onClick={() => send('confirm')} aria-label={t('people.confirmWhat', { name, what: words(relation) })}>
                {t('people.confirm')}
              </Button>
              <Button size="small" type="text" disabled={say.isPending} onClick={() => send('deny')} aria-label={t('people.denyWhat', { name, what: words(relation) })}>
                {t('people.deny')}
              </Button>
            </>
          ) : (
            <Button size="small" type="text" loading={say.isPending} onClick={() => send('remove')} aria-label={t('people.removeWhat', { name, what: words(relation) })}>
              {t('people.remove')}
            </Button>
          )}
        </span>
      ) : null}
    </li>
  )
}

/** What people denied, folded away; taking it back lets bookings speak again. */
function Denied({ relations, mayEdit }: { relations: readonly Relation[]; mayEdit: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  if (relations.length === 0) return null
  return (
    <>
      <button type="button" className={css.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('people.deniedCount', { count: relations.length })}
        <Icon name={isOpen ? 'cross' : 'down'} size={12} />
      </button>
      {isOpen ? (
        <ul className={css.list}>
          {relations.map((one) => (
            <Line key={one.id} relation={one} mayEdit={mayEdit} />
          ))}
        </ul>
      ) : null}
    </>
  )
}

/** The surname's first character of a Chinese name, the first letter of another one. */
export function initial(name: string): string {
  return (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toUpperCase()
}
