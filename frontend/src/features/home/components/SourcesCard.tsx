import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { Status, Tag } from '@/ui/StatusTag'
import type { SourceFreshness } from '../api/home'
import css from './Home.module.css'

/** How fresh each source is. */
export function SourcesCard({ sources }: { sources: readonly SourceFreshness[] }) {
  const { t } = useTranslation()
  if (sources.length === 0) return null
  return (
    <Card title={t('home.sources')} aside={<Link to="/sources">{t('home.allSources')}</Link>}>
      <div className={css.sources}>
        {sources.slice(0, 8).map((source) => (
          <Link key={source.source_id} to="/sources/$sourceId" params={{ sourceId: source.source_id }} className={css.source}>
            <span className={css.name}>
              <Status tone={source.is_late ? 'cinnabar' : source.last_run_at ? 'jade' : 'grey'}>{source.name}</Status>
            </span>
            <span className={css.waiting}>{source.waiting_rows > 0 ? <Tag tone="amber">{t('home.waiting', { rows: countText(source.waiting_rows) })}</Tag> : null}</span>
            <span className="muted small">{source.last_run_at ? <Instant at={source.last_run_at} relative /> : t('home.never')}</span>
          </Link>
        ))}
      </div>
    </Card>
  )
}
