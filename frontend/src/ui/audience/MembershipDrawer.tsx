import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Membership, useMembership } from '@/lib/audiences'
import { useNarrow } from '@/lib/screen'
import { Note } from '../Layout'
import { Instant } from '../Money'
import { CardSkeleton } from '../Skeleton'
import { ErrorState } from '../States'
import { Reasons } from './Reasons'
import css from './Reasons.module.css'

interface Props {
  audienceId: string
  guestId: string
  title: string
  /** Where to go from here. */
  children: ReactNode
  onClose: () => void
}

/** Why a guest is in an audience that is kept: since when, and every condition as it stands today. */
export function MembershipDrawer({ audienceId, guestId, title, children, onClose }: Props) {
  const narrow = useNarrow()
  const found = useMembership(audienceId, guestId)
  return (
    <Drawer open title={title} size={narrow ? '100%' : 480} onClose={onClose}>
      {found.isPending ? <CardSkeleton lines={4} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Told membership={found.data} /> : null}
      <p className={css.toGuest}>{children}</p>
    </Drawer>
  )
}

export function ToGuest({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  return (
    <Link to="/guests/$guestId" params={{ guestId }}>
      {t('audience_words.toGuest')}
    </Link>
  )
}

function Told({ membership: { is_member: isMember, since, today } }: { membership: Membership }) {
  const { t } = useTranslation()
  return (
    <>
      <Note>
        {t(isMember ? 'audience_words.isMember' : 'audience_words.isMemberNot')}
        {since ? (
          <>
            {' '}
            {t('audience_words.since')} <Instant at={since} />
          </>
        ) : null}
      </Note>
      {today ? <Reasons told={today} /> : <p>{t('audience_words.noReasons')}</p>}
    </>
  )
}
