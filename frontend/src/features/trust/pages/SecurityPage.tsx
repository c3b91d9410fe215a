import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '@/lib/session'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useFactors } from '../api/security'
import { DemandsCard } from '../components/security/DemandsCard'
import { FactorsCard } from '../components/security/FactorsCard'
import { PasskeysCard } from '../components/security/PasskeysCard'
import { PasswordCard } from '../components/security/PasswordCard'
import css from '../components/security/Security.module.css'
import { SessionsCard } from '../components/security/SessionsCard'

/** One's own way in: second factor, passkeys, password, and where one is signed in. */
export function SecurityPage() {
  const { t } = useTranslation()
  const { email, must_add_factor } = useMe()
  const mayDemand = [useMay('manage_trust'), useMay('manage_people')].every(Boolean)
  return (
    <>
      <PageHeader title={t('trust_security.title')} subtitle={email} crumbs={must_add_factor ? [] : [{ label: t('trust.title'), to: '/trust' }]} />
      {must_add_factor ? (
        <p className={css.demand} role="status">
          <Icon name="lock" />
          {t('trust_security.mustAdd')}
        </p>
      ) : null}
      <div className={css.grid}>
        <div className={css.column}>
          <Factors />
          <SessionsCard />
        </div>
        <div className={css.column}>
          <PasswordCard />
          {mayDemand && !must_add_factor ? <DemandsCard /> : null}
        </div>
      </div>
    </>
  )
}

function Factors() {
  const factors = useFactors()
  if (factors.isPending) return <CardSkeleton lines={3} />
  if (factors.isError) return <ErrorState error={factors.error} onRetry={() => void factors.refetch()} />
  return (
    <>
      <FactorsCard factors={factors.data} />
      <PasskeysCard factors={factors.data} />
    </>
  )
}
