import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNarrow } from '@/lib/screen'
import { ToGuest } from '@/ui/audience/MembershipDrawer'
import { Reasons } from '@/ui/audience/Reasons'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Definition, explainQuery } from '../api/sandbox'
import css from './Results.module.css'

interface Props {
  guest: { guest_id: string; name: string }
  definition: Definition
  onClose: () => void
}

/** Why one guest belongs or does not: every condition, whether it holds, and what it was judged by. */
export function ExplainDrawer({ guest, definition, onClose }: Props) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const found = useQuery(explainQuery(guest.guest_id, definition))
  return (
    <Drawer open title={t('audience_words.whyTitle', { name: guest.name })} size={narrow ? '100%' : 480} onClose={onClose}>
      {found.isPending ? <CardSkeleton lines={4} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Reasons told={found.data} /> : null}
      <p className={css.toGuest}>
        <ToGuest guestId={guest.guest_id} />
      </p>
    </Drawer>
  )
}
