import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { Card } from '@/ui/Card'
import { EmptyState, ErrorState } from '@/ui/States'

/** Before the first snapshot there is nothing to count; anything else went wrong. */
export function Unready({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const isEarly = error instanceof Problem && error.status === 404
  return (
    <Card>
      {isEarly ? (
        <EmptyState icon="clock" title={t('insight.noSnapshots')}>
          {t('insight.noNumbersYet')}
        </EmptyState>
      ) : (
        <ErrorState error={error} onRetry={onRetry} />
      )}
    </Card>
  )
}
