import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/States'
import { useNumbers, usePurposes } from '../api/consents'
import css from '../components/Consent.module.css'
import { PurposeCard } from '../components/PurposeCard'
import { PurposeDrawer } from '../components/PurposeDrawer'

/** What guests were asked, what they said, and how many of them: every number is a door. */
export function ConsentsPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const purposes = usePurposes()
  const numbers = useNumbers()
  if (purposes.isPending || numbers.isPending) return <PageSkeleton cards={3} />
  const failed = purposes.error ?? numbers.error
  const add = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ edit: 'new' }, { push: true })}>
      {t('trust_consent.addPurpose')}
    </Button>
  )
  const edited = purposes.data?.find((one) => one.code === search.edit)
  return (
    <>
      <PageHeader title={t('trust_consent.title')} subtitle={t('trust_consent.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} primary={failed ? null : add} secondary={failed ? null : <ImportDoor />} />
      {failed ? (
        <Card>
          <ErrorState error={failed} onRetry={() => void Promise.all([purposes.refetch(), numbers.refetch()])} />
        </Card>
      ) : (
        <div className={css.page}>
          {purposes.data?.map((purpose) => (
            <PurposeCard key={purpose.code} purpose={purpose} numbers={(numbers.data ?? []).filter((one) => one.purpose === purpose.code)} onEdit={() => change({ edit: purpose.code }, { push: true })} />
          ))}
        </div>
      )}
      <PurposeDrawer key={search.edit} open={!!search.edit} purpose={edited} onClose={() => change({ edit: undefined })} />
    </>
  )
}

function ImportDoor() {
  const { t } = useTranslation()
  return (
    <Link to="/trust/consent-import">
      <Button icon={<Icon name="upload" size={16} />} tabIndex={-1}>
        {t('trust_consent.import.open')}
      </Button>
    </Link>
  )
}
