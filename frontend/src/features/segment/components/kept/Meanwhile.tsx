import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import type { AudienceDetail } from '../../api/audiences'
import css from './Kept.module.css'

/** Somebody saved since this was opened: who, when, and what the audience says now. What was written here stays. */
export function Meanwhile({ detail }: { detail: AudienceDetail }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const [newest] = detail.versions
  if (!newest) return null
  return (
    <Alert
      className={css.meanwhile}
      type="warning"
      showIcon
      title={t('segment_kept.meanwhile', { who: newest.saved_by || t('segment_kept.somebody'), at: instant(newest.saved_at), number: newest.number })}
      description={
        <>
          <p className={css.theirs}>
            {t('segment_kept.theirs')}“{said(newest.name)}” {said(newest.sentence)}
          </p>
          <p>
            {t('segment_kept.nothingLost')}{' '}
            <Link to="/audiences/$audienceId" params={{ audienceId: detail.audience.id }} search={{ tab: 'versions' }} target="_blank">
              {t('segment_kept.lookAtVersions')}
            </Link>
          </p>
        </>
      }
    />
  )
}
