import { useTranslation } from 'react-i18next'
import { useMemberClubs } from '@/lib/clubs'
import type { Programme } from '@/lib/loyalty'
import { Card } from '@/ui/Card'
import { ClubLines } from '@/ui/loyalty/ClubLines'

/** The clubs that the member is in or is invited to; nothing for everybody else. */
export function ClubsCard({ memberId, programme }: { memberId: string; programme: Programme }) {
  const { t } = useTranslation()
  const { data = [] } = useMemberClubs(memberId)
  if (data.length === 0) return null
  return (
    <Card title={t('loyalty.tab.club')}>
      <ClubLines clubs={data} zone={programme.time_zone} />
    </Card>
  )
}
