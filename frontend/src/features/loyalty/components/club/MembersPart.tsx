import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useMay, useMayForCompany } from '@/lib/session'
import { dayBefore } from '@/ui/LoyaltyWords'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Club, type ClubMemberLine, useAnswer, useClubMembers, useContacts, useLeaveClub, useSetContact } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { InviteDrawer } from './InviteDrawer'

const tones = { invited: 'amber', accepted: 'plum', declined: 'grey', lapsed: 'grey', left: 'grey' } as const satisfies Record<ClubMemberLine['membership']['state'], Tone>

/** Everybody who was ever invited: how they stand, who looks after them, and the next step. */
export function MembersPart({ programme, club }: { programme: Programme; club: Club }) {
  const { t } = useTranslation()
  const members = useClubMembers(club.id)
  const columns = useColumns()
  const mayManage = useMayForCompany('manage_loyalty')
  const [inviting, setInviting] = useState(false)
  const invite = mayManage ? <Button onClick={() => setInviting(true)}>{t('loyalty_club.invite')}</Button> : null
  return (
    <section>
      <div className={css.head} style={{ marginBottom: 8 }}>
        <h2 className={css.heading}>{t('loyalty_club.members')}</h2>
        {(members.data ?? []).length > 0 ? invite : null}
      </div>
      <PlainTable
        label={t('loyalty_club.members')}
        columns={columns}
        query={members}
        rowKey={(one) => one.membership.id}
        empty={
          <EmptyState icon="guests" title={t('loyalty_club.nobody')} action={invite}>
            {t('loyalty_club.nobodyWords')}
          </EmptyState>
        }
      />
      {inviting ? <InviteDrawer programme={programme} club={club} onClose={() => setInviting(false)} /> : null}
    </section>
  )
}

function useColumns(): Column<ClubMemberLine>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'member',
      title: t('loyalty.member'),
      render: ({ membership, name, number }) => (
        <span className={css.two}>
          <Link to="/loyalty/members/$memberId" params={{ memberId: membership.member_id }}>
            {name || number}
          </Link>
          {name ? <small>{number}</small> : null}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('loyalty_rules.status'),
      render: ({ membership }) => (
        <span className={css.two}>
          <Status tone={tones[membership.state]}>{t(`loyalty_club.states.${membership.state}`)}</Status>
          <small>{daysOf(membership, (date) => t('loyalty_club.answerBy', { date }))}</small>
        </span>
      ),
    },
    { key: 'reason', title: t('loyalty_club.reason'), render: ({ membership }) => t(`loyalty_club.reasons.${membership.reason}`) },
    { key: 'contact', title: t('loyalty_club.contact'), render: (line) => <Contact line={line} /> },
    { key: 'deeds', title: t('loyalty_rewards.deeds'), quiet: true, align: 'right', render: (line) => <Deeds line={line} /> },
  ]
}

function daysOf({ state, answer_until, joined_on, ended_on }: ClubMemberLine['membership'], answerBy: (date: string) => string): string {
  if (state === 'invited') return answerBy(dateText(dayBefore(answer_until)))
  const day = state === 'accepted' ? joined_on : ended_on
  return day ? dateText(day) : ''
}

/** Who looks after the member: one of the colleagues who see the guest. */
function Contact({ line }: { line: ClubMemberLine }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members')
  const [open, setOpen] = useState(false)
  const peers = useContacts(line.guest_id ?? '', open && line.guest_id !== null)
  const set = useSetContact()
  const saved = useSaved()
  const { membership } = line
  const isOver = membership.state !== 'invited' && membership.state !== 'accepted'
  if (isOver || !mayServe || !line.guest_id) return <>{line.contact_name || '—'}</>
  const options = (peers.data ?? []).map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))
  const known = membership.contact_id ? [{ value: membership.contact_id, label: line.contact_name }] : []
  return (
    <Select
      allowClear
      size="small"
      style={{ minWidth: 140 }}
      aria-label={t('loyalty_club.contact')}
      placeholder={t('loyalty_club.choose')}
      loading={peers.isFetching || set.isPending}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      options={options.length > 0 ? options : known}
      value={membership.contact_id}
      onOpenChange={setOpen}
      onChange={(contact_id: string | null | undefined) => set.mutate({ id: membership.id, contact_id: contact_id ?? null }, saved(t('loyalty_club.contactSet')))}
    />
  )
}

function Deeds({ line }: { line: ClubMemberLine }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members')
  const answer = useAnswer()
  const leave = useLeaveClub()
  const saved = useSaved()
  const confirm = useConfirm()
  const { id, state } = line.membership
  if (!mayServe || (state !== 'invited' && state !== 'accepted')) return null
  async function askLeave(): Promise<void> {
    if (await confirm({ title: t('loyalty_club.leaveTitle'), what: t('loyalty_club.leaveWhat'), action: t('loyalty_club.leave'), danger: true })) leave.mutate(id, saved(t('loyalty_club.leftDone')))
  }
  if (state === 'accepted') {
    return (
      <Button size="small" type="text" loading={leave.isPending} onClick={() => void askLeave()}>
        {t('loyalty_club.leave')}
      </Button>
    )
  }
  return (
    <span className={css.actions}>
      <Button size="small" type="primary" loading={answer.isPending} onClick={() => answer.mutate({ id, is_accepted: true }, saved(t('loyalty_club.accepted')))}>
        {t('loyalty_club.accept')}
      </Button>
      <Button size="small" loading={answer.isPending} onClick={() => answer.mutate({ id, is_accepted: false }, saved(t('loyalty_club.declined')))}>
        {t('loyalty_club.decline')}
      </Button>
    </span>
  )
}
