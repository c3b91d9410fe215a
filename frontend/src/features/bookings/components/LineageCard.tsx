import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import type { Booking } from '../api/bookings'

/** Where the current version came from: the system, the file, the row. */
export function LineageCard({ booking }: { booking: Booking }) {
  const { t } = useTranslation()
  const { summary } = booking
  return (
    <Card title={t('bookings.origin')}>
      <KeyValues
        items={[
          {
            label: t('bookings.source'),
            value: (
              <Link to="/sources/$sourceId" params={{ sourceId: summary.source_id }}>
                {summary.source_name}
              </Link>
            ),
          },
          {
            label: t('bookings.file'),
            value: (
              <Link to="/runs/$runId" params={{ runId: booking.run_id }}>
                {t('bookings.fileRow', { file: booking.file_name, row: countText(booking.row_number) })}
              </Link>
            ),
          },
        ]}
      />
    </Card>
  )
}
