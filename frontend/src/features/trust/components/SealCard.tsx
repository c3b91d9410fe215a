import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Instant } from '@/ui/Money'
import { Status } from '@/ui/StatusTag'
import { saveText, useSealState } from '../api/audit'
import css from './Audit.module.css'

const LATE_MS = 10_000

/** How far the log is sealed, what waits for the sealer, and the signed checkpoint to hand over. */
export function SealCard() {
  const { t } = useTranslation()
  const { data, dataUpdatedAt } = useSealState()
  const waitsSince = data?.waiting_since ? dataUpdatedAt - new Date(data.waiting_since).getTime() : 0
  const checkpoint = data?.checkpoint
  return (
    <Card title={t('trust_audit.seal')}>
      <div className={css.facts}>
        <p className={css.figure}>{data ? countText(data.sealed) : '—'}</p>
        <p className="muted">{t('trust_audit.sealed')}</p>
        {data ? (
          <p>
            {data.waiting === 0 ? (
              <Status tone="jade">{t('trust_audit.noneWaits')}</Status>
            ) : (
              <Status tone={waitsSince > LATE_MS ? 'cinnabar' : 'amber'} live>
                {t('trust_audit.waits', { count: data.waiting })}
              </Status>
            )}
          </p>
        ) : null}
        {waitsSince > LATE_MS ? <p role="alert">{t('trust_audit.waitsLong')}</p> : null}
        {checkpoint ? (
          <div className={css.row}>
            <span className="muted small">
              {t('trust_audit.checkpoint')} <Instant at={checkpoint.made_at} relative />
            </span>
            <Button size="small" icon={<Icon name="download" size={14} />} onClick={() => saveText(`checkpoint-${checkpoint.size}.txt`, checkpoint.note)}>
              {t('trust_audit.takeCheckpoint')}
            </Button>
            <Button size="small" icon={<Icon name="copy" size={14} />} onClick={() => void navigator.clipboard.writeText(checkpoint.verifier)}>
              {t('trust_audit.copyKey')}
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  )
}
