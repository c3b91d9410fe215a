import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/States'
import { useOrderFirstSnapshot } from '../api/sandbox'

/** Nobody is counted before the first snapshot: order one, or see how far it is. */
export function Early() {
  const { t } = useTranslation()
  const may = useMayForCompany('manage_models')
  const order = useOrderFirstSnapshot()
  const action = may ? (
    <Button type="primary" loading={order.isPending} disabled={order.isSuccess} onClick={() => order.mutate()}>
      {t('segment.orderSnapshot')}
    </Button>
  ) : null
  return (
    <Card>
      <EmptyState
        icon="clock"
        title={t('segment.noSnapshot')}
        action={
          <>
            {action}
            <Link to="/insight" search={{ tab: 'snapshots' }}>
              {t('segment.toSnapshots')}
            </Link>
          </>
        }
      >
        {order.isSuccess ? t('segment.snapshotOrdered') : t(may ? 'segment.noSnapshotWords' : 'segment.noSnapshotAsk')}
      </EmptyState>
    </Card>
  )
}
