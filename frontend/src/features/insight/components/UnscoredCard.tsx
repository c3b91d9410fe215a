import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { Card } from '@/ui/Card'
import { EmptyState, ErrorState } from '@/ui/States'

/** Before a model has scored there is nothing to list; anything else went wrong. */
export function UnscoredCard({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const isEarly = error instanceof Problem && error.status === 404
  return (
    <Card>
      {isEarly ? (
        <EmptyState
          icon="clock"
          title={t('insight_leaving.early')}
          action={
            <Link to="/insight" search={{ tab: 'models' }}>
              <Button tabIndex={-1}>{t('insight_leaving.toModels')}</Button>
            </Link>
          }
        >
          {t('insight_leaving.earlyWords')}
        </EmptyState>
      ) : (
        <ErrorState error={error} onRetry={onRetry} />
      )}
    </Card>
  )
}
