import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import css from './Builder.module.css'
import { useSandbox } from './sandbox'
import { isComplete } from './tree/complete'
import type { Item } from './tree/items'

/** How many guests a part holds for by itself, of all. */
export function PartCount({ item }: { item: Item }) {
  const { t } = useTranslation()
  const { known, countOf, numbers } = useSandbox()
  if (!isComplete(item, known.shapeOf)) return <span className={css.unfinished}>{t('segment.unfinished')}</span>
  const guests = countOf(item.key)
  const base = numbers?.base ?? 0
  if (guests === undefined) return <span className={css.count} data-waits aria-hidden="true" />
  const share = base > 0 ? guests / base : 0
  return (
    <Tooltip title={t('segment.alone', { guests: countText(guests), share: percentText(share) })}>
      <span className={css.count}>
        {countText(guests)}
        <span className={css.bar} aria-hidden="true">
          <span style={{ width: `${Math.max(share * 100, guests > 0 ? 2 : 0)}%` }} />
        </span>
      </span>
    </Tooltip>
  )
}
