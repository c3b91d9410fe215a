import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import type { Guest } from '../api/guests'

/** Where these facts came from: the system, the file, the row. */
export function OriginCard({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const { summary } = guest
  return (
    <Card title={t('guests.origin')} aside={<HistoryDoor recordId={summary.record_id} />}>
      <KeyValues
        items={[
          {
            label: t('guests.source'),
            value: (
              <Link to="/sources/$sourceId" params={{ sourceId: summary.source_id }}>
                {summary.source_name}
              </Link>
            ),
          },
          { label: t('guests.key'), value: summary.source_key ? <span className="mono">{summary.source_key}</span> : null },
          {
            label: t('guests.file'),
            value: (
              <Link to="/runs/$runId" params={{ runId: guest.run_id }}>
                {t('guests.fileRow', { file: guest.file_name, row: countText(guest.row_number) })}
              </Link>
            ),
          },
          { label: t('guests.changed'), value: <Instant at={summary.changed_at} /> },
        ]}
      />
    </Card>
  )
}

/** Who looked at what of this guest, and why; for those who may see the audit log. */
function HistoryDoor({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const mayAudit = useMay('view_audit')
  if (!mayAudit) return null
  return (
    <Link to="/trust/audit" search={{ subject_id: recordId }}>
      {t('guests.history')}
    </Link>
  )
}
