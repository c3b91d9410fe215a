import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, useMember, useProgrammes } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Column, Columns } from '@/ui/Layout'
import { IndexCard } from '@/ui/loyalty/IndexPanel'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { CompanyCard } from '../components/companies/CompanyCard'
import { AdjustmentsCard } from '../components/member/AdjustmentsCard'
import { BalancesCard } from '../components/member/BalancesCard'
import { ClubsCard } from '../components/member/ClubsCard'
import { CouponsCard } from '../components/member/CouponsCard'
import { FamilyCard } from '../components/member/FamilyCard'
import { GiftsCard } from '../components/member/GiftsCard'
import { GivenCard } from '../components/member/GivenCard'
import { LedgerCard } from '../components/member/LedgerCard'
import { MemberClaims } from '../components/member/MemberClaims'
import { PassingsCard } from '../components/member/PassingsCard'
import { ReferralCard } from '../components/member/ReferralCard'
import { RewardsCard } from '../components/member/RewardsCard'
import { StandingCard } from '../components/member/StandingCard'

/** One membership: where the member stands, and every point with its reason. */
export function MemberPage() {
  const memberId = useParam('memberId')
  const member = useMember(memberId)
  if (member.isPending) return <PageSkeleton cards={3} />
  if (member.isError) {
    return (
      <Card>
        <ErrorState error={member.error} onRetry={() => void member.refetch()} />
      </Card>
    )
  }
  return <Whole member={member.data} />
}

function Whole({ member }: { member: Member }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { data: programmes = [] } = useProgrammes()
  const mayInsight = useMay('view_insight')
  const isPerson = !member.company
  const programme = programmes.find((one) => one.id === member.programme_id)
  const guest = member.guest_id ? (
    <Link to="/guests/$guestId" params={{ guestId: member.guest_id }}>
      {t('loyalty.toGuest')}
    </Link>
  ) : (
    t(member.company ? 'loyalty_companies.member' : 'loyalty.guestGone')
  )
  const crumbs = [
    { label: t('loyalty.title'), to: '/loyalty' },
    ...(programme ? [{ label: said(programme.name), to: `/loyalty/${programme.id}` }] : []),
  ]
  return (
    <>
      <PageHeader
        title={member.company || member.name || t('loyalty_member.number', { number: member.number })}
        titleExtra={member.state === 'active' ? null : <Tag tone="grey">{t(`loyalty.memberStates.${member.state}`)}</Tag>}
        subtitle={
          <>
            {t('loyalty_member.number', { number: member.number })} · {guest} · {t('loyalty.joinedOn', { date: dateText(member.enrolled_on) })}
            {member.left_on ? ` · ${t('loyalty.leftOn', { date: dateText(member.left_on) })}` : ''}
          </>
        }
        crumbs={crumbs}
      />
      <Columns lookedUpFirst>
        <Column>
          <LedgerCard memberId={member.id} programme={programme} />
          <RewardsCard member={member} programme={programme} />
          <CouponsCard member={member} programme={programme} />
          {programme ? <GiftsCard member={member} programme={programme} /> : null}
          {programme && isPerson ? <ReferralCard member={member} programme={programme} /> : null}
          <MemberClaims memberId={member.id} />
        </Column>
        <Column>
          {isPerson ? <StandingCard memberId={member.id} programme={programme} /> : null}
          <CompanyCard member={member} />
          {programme && isPerson ? <ClubsCard memberId={member.id} programme={programme} /> : null}
          <BalancesCard member={member} programme={programme} />
          {isPerson ? <FamilyCard member={member} /> : null}
          {isPerson ? <PassingsCard member={member} /> : null}
          <AdjustmentsCard member={member} programme={programme} />
          {member.guest_id && mayInsight ? <IndexCard guestId={member.guest_id} /> : null}
          <GivenCard member={member} programme={programme} />
        </Column>
      </Columns>
    </>
  )
}
