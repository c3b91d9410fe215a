import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import type { Audience } from '../../api/audiences'
import css from './Kept.module.css'

/** How many more or fewer there are than when yesterday ended. */
export function SinceYesterday({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const { members_yesterday: before } = one
  if (!one.made_at) return <span className="muted">—</span>
  if (before === null) return <span className="muted">{t('segment_kept.newToday')}</span>
  const more = one.members - before
  if (more === 0) return <span className="muted">{t('segment_kept.unchanged')}</span>
  return <span className={css.more}>{more > 0 ? `+${countText(more)}` : `−${countText(-more)}`}</span>
}
