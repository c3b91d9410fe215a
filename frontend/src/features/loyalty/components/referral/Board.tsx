import { Link } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, dateText } from '@/lib/format'
import { useMayForCompany } from '@/lib/session'
import { SelectFilter } from '@/ui/Filters'
import { bookingOf } from '@/ui/LoyaltyWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { EmptyState, ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../../api/programmes'
import { type Referral, type ReferralBoard, type ReferralLine, referralStates, referralVerdicts, useApproveReferral, useReferralBoard, useReferrals, useRefuseReferral } from '../../api/referrals'
import css from '../Loyalty.module.css'
import { referralTones, useReferralWords } from './referralWords'

/** How many referrals are in each state, and the referrals themselves: first those that wait for a person. */
export function Board({ programme }: { programme: Programme }) {
  const board = useReferralBoard(programme.id)
  if (board.isPending) return <CardSkeleton lines={3} />
  if (board.isError) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />
  return (
    <>
      <Figures programme={programme} board={board.data} />
      <Referrals programme={programme} board={board.data} />
    </>
  )
}

const countOf = (board: ReferralBoard, state: Referral['state']) => board.counts.find((one) => one.state === state)?.count ?? 0

function Figures({ programme, board }: { programme: Programme; board: ReferralBoard }) {
  const { t } = useTranslation()
  const door = `/loyalty/${programme.id}`
  const to = (state: string) => ({ to: door, search: { tab: 'referral', referrals: state } })
  const waiting = countOf(board, 'waiting')
  return (
    <StatRow>
      <Stat label={t('loyalty_referral.states.waiting')} value={waiting} against={t(waiting > 0 ? 'loyalty_referral.waitingAgainst' : 'loyalty_referral.nobodyWaits')} tone={waiting > 0 ? 'attention' : 'plain'} {...to('waiting')} />
      <Stat label={t('loyalty_referral.states.promised')} value={countOf(board, 'promised')} against={t('loyalty_referral.promisedAgainst')} {...to('promised')} />
      <Stat label={t('loyalty_referral.states.rewarded')} value={countOf(board, 'rewarded')} against={t('loyalty_referral.takenBackAgainst', { amount: countText(countOf(board, 'taken_back')) })} {...to('rewarded')} />
      <Stat label={t('loyalty_referral.budgetShort')} value={board.budget_left} against={t('loyalty_referral.budgetAgainst')} />
    </StatRow>
  )
}

function Referrals({ programme, board }: { programme: Programme; board: ReferralBoard }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const first = countOf(board, 'waiting') > 0 ? 'waiting' : 'all'
  const asked = search.referrals ?? first
  const state = referralStates.find((one) => one === asked)
  const pages = useReferrals(programme.id, state)
  const columns = useColumns(programme)
  const options = [...referralStates, 'all' as const].map((value) => ({ value, label: t(`loyalty_referral.states.${value}`) }))
  return (
    <DataTable
      name="referrals"
      label={t('loyalty.tab.referral')}
      columns={columns}
      pages={pages}
      rowKey={(one) => one.referral.id}
      filters={<SelectFilter param="referrals" label={t('loyalty_referral.state')} fallback={first} options={options} />}
      empty={
        <EmptyState icon={state === 'waiting' ? 'check' : 'guests'} title={t(state === 'waiting' ? 'loyalty_referral.nobodyWaits' : state ? 'loyalty_referral.noneOf' : 'loyalty_referral.none')}>
          {t('loyalty_referral.noneWords')}
        </EmptyState>
      }
    />
  )
}

function MemberLink({ id, name, number }: { id: string; name: string; number: string }) {
  return (
    <span className={css.two}>
      <Link to="/loyalty/members/$memberId" params={{ memberId: id }}>
        {name || number}
      </Link>
      {name ? <small>{number}</small> : null}
    </span>
  )
}

function useColumns(programme: Programme): Column<ReferralLine>[] {
  const { t } = useTranslation()
  return [
    { key: 'friend', title: t('loyalty_referral.friend'), render: ({ referral, friend_name, friend_number }) => <MemberLink id={referral.friend_id} name={friend_name} number={friend_number} /> },
    { key: 'referrer', title: t('loyalty_referral.referrer'), render: ({ referral, referrer_name, referrer_number }) => <MemberLink id={referral.referrer_id} name={referrer_name} number={referrer_number} /> },
    { key: 'on', title: t('loyalty_referral.referredOn'), render: ({ referral }) => dateText(referral.referred_on) },
    {
      key: 'points',
      title: t('loyalty_referral.pointsBoth'),
      align: 'right',
      render: ({ referral }) => (
        <span className={css.two}>
          {countText(referral.points_referrer)}
          <small>{t('loyalty_referral.friendGets', { points: countText(referral.points_friend) })}</small>
        </span>
      ),
    },
    { key: 'state', title: t('loyalty_referral.state'), render: ({ referral }) => <State referral={referral} programme={programme} /> },
    { key: 'decide', title: t('loyalty.decide'), quiet: true, align: 'right', render: ({ referral }) => <Decide referral={referral} /> },
  ]
}

function State({ referral, programme }: { referral: Referral; programme: Programme }) {
  const words = useReferralWords(programme)
  const { t } = useTranslation()
  const booking = bookingOf(referral.trip)
  const why = words.why(referral)
  return (
    <span className={css.words}>
      <Status tone={referralTones[referral.state]}>{t(`loyalty_referral.states.${referral.state}`)}</Status>
      <small>
        {why}
        {why && booking ? ' · ' : ''}
        {booking ? (
          <Link to="/bookings/$bookingId" params={{ bookingId: booking }}>
            {t('loyalty.openBooking')}
          </Link>
        ) : null}
      </small>
    </span>
  )
}

/** A person lets a referral go on, or refuses it and says why. */
function Decide({ referral }: { referral: Referral }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const approve = useApproveReferral()
  const refuse = useRefuseReferral()
  const saved = useSaved()
  const confirm = useConfirm()
  if (referral.state !== 'waiting' || !mayManage) return null
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_referral.approveTitle'), what: t('loyalty_referral.approveWhat'), action: t('loyalty_referral.approve') })) approve.mutate(referral.id, saved(t('loyalty_referral.approved')))
  }
  const items = referralVerdicts.map((why) => ({ key: why, label: t(`loyalty_referral.whys.${why}`), onClick: () => refuse.mutate({ referral_id: referral.id, why }, saved(t('loyalty_referral.refusedDone'))) }))
  return (
    <span className={css.actions}>
      <Button size="small" type="primary" loading={approve.isPending} onClick={() => void ask()}>
        {t('loyalty_referral.approve')}
      </Button>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button size="small" loading={refuse.isPending}>
          {t('loyalty.refuse')}
        </Button>
      </Dropdown>
    </span>
  )
}
