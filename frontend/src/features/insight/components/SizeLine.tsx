import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import type { GuestGroup } from '../api/groups'
import css from './Groups.module.css'

const WIDTH = 100
const HEIGHT = 24

/** How large a group was at each scoring; from two of them on. */
export function SizeLine({ sizes, name }: { sizes: GuestGroup['sizes']; name: string }) {
  const { t } = useTranslation()
  const [first, last] = [sizes[0], sizes.at(-1)]
  if (!first || !last || sizes.length < 2) return null
  const counts = sizes.map((one) => one.guests)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const place = (guests: number) => (most === least ? HEIGHT / 2 : HEIGHT - 2 - ((guests - least) / (most - least)) * (HEIGHT - 4))
  const points = counts.map((guests, at) => `${(at / (counts.length - 1)) * WIDTH},${place(guests).toFixed(1)}`)
  const words = { group: name, before: countText(first.guests), since: dateText(first.at), after: countText(last.guests), until: dateText(last.at) }
  return (
    <div className={css.sizes} role="img" aria-label={t('insight_groups.sizesAlt', words)}>
      <span>{t('insight_groups.sizes')}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.join(' ')} />
      </svg>
      <span>{words.before === words.after ? words.after : `${words.before} → ${words.after}`}</span>
    </div>
  )
}
