import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useEnrol, useMemberships, useProgrammes } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Buttons } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import { BalanceLines } from './BalanceLines'
import { BenefitLines } from './BenefitLines'
import { ClaimDrawer } from './ClaimDrawer'
import { LastEntries } from './LastEntries'
import css from './Member.module.css'
import { TierPart } from './TierPart'

/** The guest's membership, as a clerk needs it with the guest waiting; nothing where the company runs no programme. */
export function MemberCard({ guestId }: { guestId: string }) {
  const programmes = useProgrammes()
  const memberships = useMemberships(guestId)
  if (programmes.isPending || memberships.isPending) return <CardSkeleton lines={5} />
  if (programmes.isError || memberships.isError) {
    return (
      <Card>
        <ErrorState error={programmes.error ?? memberships.error} onRetry={() => void memberships.refetch()} />
      </Card>
    )
  }
  const active = memberships.data.filter((one) => one.state === 'active')
  const open = programmes.data.filter((one) => one.state === 'open' && !active.some((member) => member.programme_id === one.id))
  return (
    <>
      {active.map((one) => (
        <Membership key={one.id} member={one} programme={programmes.data.find((found) => found.id === one.programme_id)} guestId={guestId} />
      ))}
      {open.map((one) => (
        <Invitation key={one.id} programme={one} guestId={guestId} hadLeft={memberships.data.some((member) => member.programme_id === one.id)} />
      ))}
    </>
  )
}

function Membership({ member, programme, guestId }: { member: Member; programme: Programme | undefined; guestId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayServe = useMay('serve_members')
  const [claiming, setClaiming] = useState(false)
  return (
    <Card
      title={said(programme?.name)}
      aside={
        <Link to="/loyalty/members/$memberId" params={{ memberId: member.id }} className="nowrap">
          {t('loyalty_member.number', { number: member.number })}
        </Link>
      }
    >
      <div className={css.parts}>
        <TierPart memberId={member.id} programme={programme} />
        <BalanceLines memberId={member.id} />
        <BenefitLines memberId={member.id} />
        <LastEntries memberId={member.id} programme={programme} />
        <Buttons>
          <Link to="/loyalty/members/$memberId" params={{ memberId: member.id }}>
            {t('loyalty_member.all')}
          </Link>
          {mayServe ? (
            <Button size="small" onClick={() => setClaiming(true)}>
              {t('loyalty_member.claim')}
            </Button>
          ) : null}
        </Buttons>
      </div>
      {claiming ? <ClaimDrawer memberId={member.id} guestId={guestId} onClose={() => setClaiming(false)} /> : null}
    </Card>
  )
}

/** A guest who is no member yet: one button makes them one. */
function Invitation({ programme, guestId, hadLeft }: { programme: Programme; guestId: string; hadLeft: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayServe = useMay('serve_members')
  const enrol = useEnrol()
  const saved = useSaved()
  const name = said(programme.name)
  return (
    <Card title={name}>
      <p className={css.quiet}>{t(hadLeft ? 'loyalty_member.hadLeft' : 'loyalty_member.noMember')}</p>
      {mayServe ? (
        <Button loading={enrol.isPending} onClick={() => enrol.mutate({ programme_id: programme.id, guest_id: guestId }, saved(t('loyalty_member.enrolled', { programme: name })))}>
          {t('loyalty_member.enrol')}
        </Button>
      ) : null}
    </Card>
  )
}
