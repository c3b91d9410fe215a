import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import type { Notice } from '../api/consents'
import css from './Consent.module.css'

interface Props {
  notices: readonly Notice[]
  shown: number | undefined
  onShow: (version: number) => void
}

/** Every version: since when, by whom, what changed, and whether it asked everybody again. */
export function VersionsCard({ notices, shown, onShow }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <Card title={t('trust_consent.versions')} flush>
      {notices.map((notice) => (
        <button key={notice.version} type="button" className={css.version} aria-current={notice.version === shown ? 'true' : undefined} onClick={() => onShow(notice.version)}>
          <strong>{t('trust_consent.version', { version: notice.version })}</strong>
          <span className="muted">
            {t('trust_consent.inUseFrom')} <Instant at={notice.in_use_from} />
          </span>
          {notice.asks_again ? <Tag tone="amber">{t('trust_consent.asksAgain')}</Tag> : null}
          <span>{said(notice.change)}</span>
          {notice.published_by ? <span className="muted">{notice.published_by}</span> : null}
        </button>
      ))}
    </Card>
  )
}
