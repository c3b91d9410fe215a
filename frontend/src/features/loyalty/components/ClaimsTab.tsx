import { Link } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { periodText } from '@/lib/format'
import { useMayForCompany } from '@/lib/session'
import { useBookingWords } from '@/ui/BookingWords'
import { SelectFilter } from '@/ui/Filters'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { EmptyState } from '@/ui/States'
import { Status, type Tone } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type ClaimLine, type ClaimState, claimStates, refusals, useClaims, useGrant, useRefuse } from '../api/claims'
import type { Programme } from '../api/programmes'
import css from './Loyalty.module.css'

const tones = { open: 'amber', granted: 'jade', refused: 'grey' } as const satisfies Record<ClaimState, Tone>

/** Claims of missing points: who took one does not decide it. */
export function ClaimsTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const state = search.state === 'all' ? undefined : (claimStates.find((one) => one === search.state) ?? 'open')
  const pages = useClaims(programme.id, state)
  const columns = useColumns()
  return (
    <>
      <Note>{t('loyalty.claimsNote')}</Note>
      <DataTable
        name="claims"
        label={t('loyalty.tab.claims')}
        columns={columns}
        pages={pages}
        rowKey={(one) => one.claim.id}
        filters={<SelectFilter param="state" label={t('loyalty.claimState')} fallback="open" options={[...claimStates, 'all' as const].map((value) => ({ value, label: t(`loyalty.claimStates.${value}`) }))} />}
        empty={
          <EmptyState icon="check" title={t(state === 'open' ? 'loyalty.noClaims' : 'loyalty.noClaimsOf')}>
            {t('loyalty.noClaimsWords')}
          </EmptyState>
        }
      />
    </>
  )
}

function useColumns(): Column<ClaimLine>[] {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  return [
    {
      key: 'member',
      title: t('loyalty.member'),
      render: (one) => (
        <span className={css.two}>
          <Link to="/loyalty/members/$memberId" params={{ memberId: one.claim.member_id }}>
            {one.name || one.number}
          </Link>
          <small>{one.number}</small>
        </span>
      ),
    },
    {
      key: 'booking',
      title: t('loyalty.booking'),
      render: (one) => (
        <span className={css.two}>
          <Link to="/bookings/$bookingId" params={{ bookingId: one.claim.booking_id }}>
            {one.booking_key || t('loyalty.bookingUnseen')}
          </Link>
          <small>{[one.line ? line(one.line) : '', periodText(one.starts_on, one.ends_on)].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    { key: 'proof', title: t('loyalty_member.proof'), render: (one) => t(`loyalty_member.proofs.${one.claim.proof}`) },
    {
      key: 'taken',
      title: t('loyalty.takenBy'),
      render: (one) => (
        <span className={css.two}>
          {one.claimed_by || '—'}
          <small>
            <Instant at={one.claim.claimed_at} relative />
          </small>
        </span>
      ),
    },
    { key: 'state', title: t('loyalty.claimState'), render: (one) => <State line={one} /> },
    { key: 'decide', title: t('loyalty.decide'), quiet: true, align: 'right', render: (one) => <Decide line={one} /> },
  ]
}

function State({ line }: { line: ClaimLine }) {
  const { t } = useTranslation()
  const { claim } = line
  return (
    <span className={css.two}>
      <Status tone={tones[claim.state]}>{t(`loyalty.claimStates.${claim.state}`)}</Status>
      {claim.state === 'open' ? null : <small>{[line.decided_by, claim.refused_for ? t(`loyalty.refusals.${claim.refused_for}`) : t('loyalty.wrote', { count: claim.transfers })].filter(Boolean).join(' · ')}</small>}
    </span>
  )
}

function Decide({ line }: { line: ClaimLine }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const grant = useGrant()
  const refuse = useRefuse()
  const saved = useSaved()
  const confirm = useConfirm()
  const { claim } = line
  if (claim.state !== 'open' || !mayManage) return null
  if (line.is_own) return <small className="muted">{t('loyalty.ownClaim')}</small>
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty.grantTitle'), what: t('loyalty.grantWhat'), action: t('loyalty.grant') })) grant.mutate(claim.id, saved(t('loyalty.granted')))
  }
  return (
    <span className={css.actions}>
      <Button size="small" type="primary" loading={grant.isPending} onClick={() => void ask()}>
        {t('loyalty.grant')}
      </Button>
      <Dropdown trigger={['click']} menu={{ items: refusals.map((why) => ({ key: why, label: t(`loyalty.refusals.${why}`), onClick: () => refuse.mutate({ claim_id: claim.id, why }, saved(t('loyalty.refusedClaim'))) })) }}>
        <Button size="small" loading={refuse.isPending}>
          {t('loyalty.refuse')}
        </Button>
      </Dropdown>
    </span>
  )
}
