import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { useTierNames } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { type Club, useClubs } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { ClubDrawer } from './ClubDrawer'
import { EventsPart } from './EventsPart'
import { MembersPart } from './MembersPart'

/** The clubs above the tiers: what each promises, who is in it, and what is on. */
export function ClubTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const clubs = useClubs(programme.id)
  const mayManage = useMayForCompany('manage_loyalty')
  const [open, setOpen] = useState<Club | 'new'>()
  if (clubs.isPending) return <CardSkeleton lines={6} />
  if (clubs.isError) return <ErrorState error={clubs.error} onRetry={() => void clubs.refetch()} />
  const start = (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('loyalty_club.add')}
    </Button>
  )
  return (
    <div className={css.page}>
      {clubs.data.length === 0 ? (
        <Card>
          <EmptyState icon="badge" title={t('loyalty_club.none')} action={mayManage ? start : null}>
            {t(mayManage ? 'loyalty_club.noneWords' : 'loyalty_club.noneOther')}
          </EmptyState>
        </Card>
      ) : (
        clubs.data.map((one) => <OneClub key={one.id} programme={programme} club={one} onEdit={mayManage ? () => setOpen(one) : undefined} />)
      )}
      {open ? <ClubDrawer programme={programme} club={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

function OneClub({ programme, club, onEdit }: { programme: Programme; club: Club; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const names = useTierNames(programme.id)
  const isWhole = useForCompany()
  const { terms } = club
  const change = (
    <Button size="small" onClick={onEdit}>
      {t('loyalty.change')}
    </Button>
  )
  const free = Math.max(0, terms.capacity - club.members - club.invited)
  const facts = [
    t('loyalty_club.full', { members: countText(club.members), capacity: countText(terms.capacity) }),
    club.invited > 0 ? t('loyalty_club.invitedNow', { amount: countText(club.invited) }) : '',
    t('loyalty_club.free', { amount: countText(free) }),
    terms.tier_from ? t('loyalty_club.from', { tier: names(terms.tier_from) }) : t('loyalty_club.byHandOnly'),
    t('loyalty_club.answerDays', { count: terms.answer_days }),
  ]
  return (
    <>
      <Card title={said(terms.name)} aside={onEdit ? change : null}>
        <p>{said(terms.promise)}</p>
        <Note>{facts.filter(Boolean).join(' · ')}</Note>
      </Card>
      <EventsPart programme={programme} club={club} />
      {isWhole ? <MembersPart programme={programme} club={club} /> : null}
    </>
  )
}
