import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { type Definition, useReach } from '../api/sandbox'
import { waysOf } from './reach'
import css from './Results.module.css'

/** How many may be written to, by channel, and why not the others. */
export function ReachCard({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const { data: numbers, isPending } = useReach(definition)
  if (isPending) return <CardSkeleton lines={6} />
  if (!numbers) return null
  const ways = waysOf(numbers.reach)
  const purposes = new Set(ways.map((one) => one.purpose))
  if (ways.length === 0) return null
  return (
    <Card title={t('segment.reach')} aside={t('segment.reachAside')}>
      <ul className={css.reach}>
        {ways.map((way) => (
          <li key={way.name}>
            <span className={css.channel}>
              {t(`trust_consent.channel.${way.channel}`)}
              {purposes.size > 1 ? <span className={css.purpose}>{way.purpose}</span> : null}
            </span>
            <span className={css.reachBar} aria-hidden="true">
              <span style={{ width: `${numbers.guests > 0 ? (way.may / numbers.guests) * 100 : 0}%` }} />
            </span>
            <span className={css.may}>
              {countText(way.may)} <span className={css.share}>{numbers.guests > 0 ? percentText(way.may / numbers.guests, 0) : ''}</span>
            </span>
            <span className={css.reasonsWhy}>{way.others.map((one) => `${t(`trust_consent.reason.${one.reason}`)} ${countText(one.guests)}`).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
